package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/** What an application had told Spring's own Redis cache counts as defaults. */
class StockSettingsTests {

    private static final ApplicationContextRunner RUNNER = SettingsContext.runner();

    @Test
    void the_time_to_live_of_spring_cache_redis_is_the_default() {
        String stock = "spring.cache.redis.time-to-live=90s";

        assertThat(SettingsContext.of("products", stock).ttl().ttl()).isEqualTo(Duration.ofSeconds(90));
        assertThat(SettingsContext.of("products", stock, "cache-starter.defaults.ttl=2m")
                        .ttl()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_longer_time_to_live_than_the_built_in_bound_is_what_the_application_meant() {
        CacheSettings settings = SettingsContext.of("products", "spring.cache.redis.time-to-live=72h");

        assertThat(settings.ttl().ttl()).isEqualTo(Duration.ofDays(3));
        assertThat(settings.ttl().maxTtl()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void a_mistake_there_is_named_there() {
        assertThat(SettingsContext.failureOf("spring.cache.redis.time-to-live=-1s")
                        .getDescription())
                .contains("Property: spring.cache.redis.time-to-live", "it is negative");
    }

    @Test
    void for_ever_is_not_possible_and_is_named() {
        StockSettings stock = stock(RUNNER.withPropertyValues("spring.cache.redis.time-to-live=0"));

        assertThat(stock.notHonoured()).singleElement().asString().contains("time-to-live=0 (for ever)");
        assertThat(SettingsContext.of("products", "spring.cache.redis.time-to-live=0")
                        .ttl()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void nulls_are_cached_like_values_where_the_application_asked_for_it() {
        assertThat(SettingsContext.of("a", "spring.cache.redis.cache-null-values=true", "cache-starter.caches.a.ttl=9s")
                        .ttl()
                        .nullTtl())
                .contains(Duration.ofSeconds(9));
        assertThat(SettingsContext.of("a", "spring.cache.redis.cache-null-values=false")
                        .ttl()
                        .nullTtl())
                .isEmpty();
        assertThat(SettingsContext.of("a", "spring.cache.redis.time-to-live=1m")
                        .ttl()
                        .nullTtl())
                .isEmpty();
    }

    @Test
    void the_key_prefix_is_the_default_prefix() {
        assertThat(prefix("spring.cache.redis.key-prefix=shop:")).isEqualTo("shop");
        assertThat(prefix("spring.cache.redis.key-prefix=shop", "spring.application.name=web"))
                .isEqualTo("shop");
        assertThat(prefix("spring.cache.redis.key-prefix=shop", "cache-starter.prefix=own"))
                .isEqualTo("own");
    }

    @Test
    void without_a_prefix_it_is_the_applications_name_and_else_app() {
        assertThat(prefix("spring.application.name=my shop")).isEqualTo("my-shop");
        assertThat(prefix()).isEqualTo("app");
    }

    @Test
    void the_cache_names_exist_from_the_start_beside_the_configured_ones() {
        assertThat(settings(RUNNER.withPropertyValues(
                                "spring.cache.cache-names=prices,users", "cache-starter.caches.products.ttl=1m"))
                        .cacheNames())
                .containsExactly("prices", "products", "users");
    }

    @Test
    void what_cannot_be_honoured_is_named() {
        assertThat(stock(RUNNER.withPropertyValues(
                                "spring.cache.redis.use-key-prefix=false", "spring.cache.redis.enable-statistics=true"))
                        .notHonoured())
                .anySatisfy(text -> assertThat(text).contains("use-key-prefix=false"))
                .anySatisfy(text -> assertThat(text).contains("enable-statistics"))
                .hasSize(2);
        assertThat(stock(RUNNER).notHonoured()).isEmpty();
    }

    @Test
    void a_configuration_bean_gives_time_to_live_prefix_and_null_rule() {
        ApplicationContextRunner runner = RUNNER.withBean(
                RedisCacheConfiguration.class,
                () -> RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl(Duration.ofMinutes(30))
                        .prefixCacheNameWith("shop:")
                        .disableCachingNullValues());

        CacheSettings settings = SettingsContext.of(runner, "products");

        assertThat(settings.ttl().ttl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.ttl().nullTtl()).isEmpty();
        assertThat(settings(runner).prefix()).isEqualTo("shop");
        assertThat(stock(runner).notHonoured()).isEmpty();
        assertThat(stock(runner).ownSerializers()).isFalse();
    }

    @Test
    void serializers_of_its_own_are_noticed() {
        RedisCacheConfiguration json = RedisCacheConfiguration.defaultCacheConfig()
                .serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.json()));

        assertThat(stock(RUNNER.withBean(RedisCacheConfiguration.class, () -> json))
                        .ownSerializers())
                .isTrue();
    }

    @Test
    void a_configuration_bean_that_caches_nulls_means_it() {
        ApplicationContextRunner runner = RUNNER.withBean(
                RedisCacheConfiguration.class,
                () -> RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofMinutes(30)));

        assertThat(SettingsContext.of(runner, "products").ttl().nullTtl()).contains(Duration.ofMinutes(30));
    }

    @Test
    void a_configuration_bean_with_what_is_not_supported_is_told_so() {
        ApplicationContextRunner runner = RUNNER.withBean(
                RedisCacheConfiguration.class,
                () -> RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl((key, value) -> Duration.ofMinutes(1))
                        .computePrefixWith(cache -> "x|" + cache + "|")
                        .enableTimeToIdle());

        assertThat(stock(runner).notHonoured())
                .anySatisfy(text -> assertThat(text).contains("computes the time-to-live"))
                .anySatisfy(text -> assertThat(text).contains("computes key prefixes"))
                .anySatisfy(text -> assertThat(text).contains("time-to-idle"));
        assertThat(SettingsContext.of(runner, "products").ttl().ttl()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_customizer_of_the_managers_builder_gives_single_caches_their_settings() {
        ApplicationContextRunner runner = RUNNER.withPropertyValues("cache-starter.defaults.ttl=7m")
                .withBean(
                        RedisCacheManagerBuilderCustomizer.class,
                        () -> builder -> builder.withCacheConfiguration(
                                "products",
                                RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofMinutes(10))));

        assertThat(SettingsContext.of(runner, "products").ttl().ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(SettingsContext.of(runner, "prices").ttl().ttl()).isEqualTo(Duration.ofMinutes(7));
        assertThat(SettingsContext.of(runner.withPropertyValues("cache-starter.caches.products.ttl=1m"), "products")
                        .ttl()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(settings(runner).cacheNames()).isEqualTo(List.of("products"));
    }

    private static String prefix(String... properties) {
        return settings(RUNNER.withPropertyValues(properties)).prefix();
    }

    private static StarterSettings settings(ApplicationContextRunner runner) {
        return bean(runner, StarterSettings.class);
    }

    private static StockSettings stock(ApplicationContextRunner runner) {
        return bean(runner, StockSettings.class);
    }

    private static <T> T bean(ApplicationContextRunner runner, Class<T> type) {
        AtomicReference<T> bean = new AtomicReference<>();
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            bean.set(context.getBean(type));
        });
        return bean.get();
    }
}
