package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsResolverTests {

    @Test
    void a_cache_that_nobody_configured_has_the_built_in_defaults() {
        assertThat(SettingsContext.of("products"))
                .isEqualTo(new CacheSettings(
                        "products",
                        true,
                        "1",
                        new TtlSettings(Duration.ofMinutes(5), Duration.ofHours(24), 0.1, Optional.empty()),
                        new ValueSettings("json", Optional.empty(), 1024 * 1024, 10 * 1024),
                        new LoadSettings(true, Duration.ofSeconds(3), Duration.ofSeconds(5)),
                        LocalSettings.DEFAULTS,
                        new LoadLimitSettings(64, Duration.ofSeconds(5)),
                        OnEvictFailure.REPAIR,
                        new ReplicaSettings(0, Duration.ofMillis(100))));
    }

    @Test
    void a_cache_takes_what_it_does_not_say_from_the_defaults() {
        CacheSettings settings = SettingsContext.of(
                "products",
                "cache-starter.defaults.ttl=7m",
                "cache-starter.defaults.load.lease=3s",
                "cache-starter.caches.products.key-version=v2",
                "cache-starter.caches.products.load.wait-max=0");

        assertThat(settings.ttl().ttl()).isEqualTo(Duration.ofMinutes(7));
        assertThat(settings.keyVersion()).isEqualTo("v2");
        assertThat(settings.load()).isEqualTo(new LoadSettings(true, Duration.ofSeconds(3), Duration.ZERO));
    }

    @Test
    void what_a_cache_says_wins_over_the_defaults_and_does_not_touch_other_caches() {
        String[] properties = {"cache-starter.defaults.ttl=7m", "cache-starter.caches.products.ttl=10m"};

        assertThat(SettingsContext.of("products", properties).ttl().ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(SettingsContext.of("prices", properties).ttl().ttl()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void every_setting_of_a_cache_arrives() {
        CacheSettings settings = SettingsContext.of(
                "products",
                "cache-starter.caches.products.enabled=false",
                "cache-starter.caches.products.ttl=1h",
                "cache-starter.caches.products.max-ttl=2h",
                "cache-starter.caches.products.ttl-jitter=0",
                "cache-starter.caches.products.null-ttl=30s",
                "cache-starter.caches.products.key-version=2",
                "cache-starter.caches.products.type=java.time.Instant",
                "cache-starter.java-codec.allow=java.time.*",
                "cache-starter.caches.products.codec=java",
                "cache-starter.caches.products.max-payload=2MB",
                "cache-starter.caches.products.compression-threshold=off",
                "cache-starter.caches.products.load.single-flight=false",
                "cache-starter.caches.products.load.lease=20s",
                "cache-starter.caches.products.load.wait-max=8s",
                "cache-starter.caches.products.local.enabled=false",
                "cache-starter.caches.products.local.max-entries=77",
                "cache-starter.caches.products.local.max-weight=64MB",
                "cache-starter.caches.products.local.ttl=5s",
                "cache-starter.caches.products.local.share=true",
                "cache-starter.caches.products.outage-local-ttl=0",
                "cache-starter.caches.products.load-limit.max-concurrent=7",
                "cache-starter.caches.products.load-limit.max-wait=250ms",
                "cache-starter.caches.products.on-evict-failure=throw",
                "cache-starter.caches.products.wait-replicas=2",
                "cache-starter.caches.products.wait-replicas-timeout=250ms");

        assertThat(settings)
                .isEqualTo(new CacheSettings(
                        "products",
                        false,
                        "2",
                        new TtlSettings(
                                Duration.ofHours(1), Duration.ofHours(2), 0.0, Optional.of(Duration.ofSeconds(30))),
                        new ValueSettings("java", Optional.of(java.time.Instant.class), 2 * 1024 * 1024, 0),
                        new LoadSettings(false, Duration.ofSeconds(20), Duration.ofSeconds(8)),
                        new LocalSettings(
                                false, 77, OptionalLong.of(64 << 20), Duration.ofSeconds(5), true, Duration.ZERO),
                        new LoadLimitSettings(7, Duration.ofMillis(250)),
                        OnEvictFailure.THROW,
                        new ReplicaSettings(2, Duration.ofMillis(250))));
    }

    @Test
    void without_a_local_tier_nothing_is_kept_here_whatever_a_cache_says() {
        LocalSettings local = SettingsContext.of(
                        "products", "cache-starter.mode=remote", "cache-starter.caches.products.local.enabled=true")
                .local();

        assertThat(local.enabled()).isFalse();
    }

    @Test
    void without_redis_an_entry_stays_as_long_as_it_lives_unless_told_otherwise() {
        assertThat(SettingsContext.of("products", "cache-starter.mode=local")
                        .local()
                        .ttl())
                .isEqualTo(Duration.ofHours(24));
        assertThat(SettingsContext.of("products", "cache-starter.mode=local", "cache-starter.defaults.local.ttl=3m")
                        .local()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(3));
    }

    @ParameterizedTest
    @CsvSource({"10%, 0.1", "0.1, 0.1", "0, 0.0", "0%, 0.0", "90 %, 0.9", "' 25% ', 0.25"})
    void a_jitter_is_a_percentage_or_a_share(String written, double share) {
        assertThat(SettingsContext.of("products", "cache-starter.defaults.ttl-jitter=" + written)
                        .ttl()
                        .jitter())
                .isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"1MiB, 1048576", "1MB, 1048576", "2 kib, 2048", "10KB, 10240", "77, 77", "77b, 77", "512MiB, 536870912"
    })
    void a_size_may_be_written_in_every_usual_form(String written, int bytes) {
        assertThat(SettingsContext.of("products", "cache-starter.defaults.max-payload=" + written)
                        .values()
                        .maxPayload())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"off", "OFF", "false"})
    void off_is_also_what_yaml_makes_of_it(String written) {
        CacheSettings settings = SettingsContext.of(
                "products",
                "cache-starter.defaults.null-ttl=" + written,
                "cache-starter.defaults.load-limit.max-concurrent=" + written);

        assertThat(settings.ttl().nullTtl()).isEmpty();
        assertThat(settings.loadLimit().maxConcurrent()).isZero();
    }

    @Test
    void a_name_in_brackets_may_have_any_character() {
        assertThat(SettingsContext.of("user_orders.v1", "cache-starter.caches[user_orders.v1].ttl=1m")
                        .ttl()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void the_case_of_a_name_is_kept() {
        assertThat(SettingsContext.of("userOrders", "cache-starter.caches.userOrders.ttl=1m")
                        .ttl()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(1));
    }
}
