package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.TtlSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TtlPolicyTests {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration MAX = Duration.ofHours(24);

    @Test
    void jitter_only_shortens_and_is_spread_evenly() {
        TtlPolicy policy = policy(new TtlSettings(TTL, MAX, 0.2, Optional.empty()));
        long[] millis = LongStream.generate(
                        () -> policy.millis(Rig.KEY, Loaded.of("value")).getAsLong())
                .limit(10_000)
                .sorted()
                .toArray();

        assertThat(millis[0]).isBetween(480_000L, 480_500L);
        assertThat(millis[2_500]).isBetween(508_000L, 512_000L);
        assertThat(millis[5_000]).isBetween(538_000L, 542_000L);
        assertThat(millis[7_500]).isBetween(568_000L, 572_000L);
        assertThat(millis[9_999]).isBetween(599_500L, 600_000L);
    }

    @Test
    void without_jitter_the_time_to_live_is_exact() {
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.empty())).millis(Rig.KEY, Loaded.of("value")))
                .hasValue(600_000);
    }

    @Test
    void nothing_lives_longer_than_the_maximum() {
        TtlSettings settings = new TtlSettings(TTL, Duration.ofMinutes(1), 0, Optional.of(Duration.ofMinutes(5)));
        assertThat(policy(settings).millis(Rig.KEY, Loaded.of("value"))).hasValue(60_000);
        assertThat(policy(settings).millis(Rig.KEY, Loaded.of(null))).hasValue(60_000);
    }

    @Test
    void null_has_a_time_to_live_of_its_own_or_is_not_cached() {
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.of(Duration.ofSeconds(30))))
                        .millis(Rig.KEY, Loaded.of(null)))
                .hasValue(30_000);
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.empty())).millis(Rig.KEY, Loaded.of(null)))
                .isEmpty();
    }

    @Test
    void the_shortest_time_to_live_is_a_millisecond_since_redis_takes_no_zero() {
        TtlSettings settings = new TtlSettings(Duration.ofNanos(1), MAX, 0.9, Optional.empty());
        assertThat(policy(settings).millis(Rig.KEY, Loaded.of("value"))).hasValue(1);
    }

    @Test
    void what_the_loader_says_wins_over_a_resolver_and_that_over_the_settings() {
        TtlSettings settings = new TtlSettings(TTL, MAX, 0, Optional.empty());
        TtlPolicy policy = new TtlPolicy(
                settings,
                (cache, key, value) -> value.equals("short") ? Optional.of(Duration.ofSeconds(5)) : Optional.empty(),
                InstantSource.system(),
                new Random(42));

        assertThat(policy.millis(Rig.KEY, Loaded.of("short").living(Duration.ofSeconds(7))))
                .hasValue(7_000);
        assertThat(policy.millis(Rig.KEY, Loaded.of("short"))).hasValue(5_000);
        assertThat(policy.millis(Rig.KEY, Loaded.of("other"))).hasValue(600_000);
    }

    @Test
    void what_the_value_says_is_bounded_and_nothing_means_not_at_all() {
        TtlPolicy policy = policy(new TtlSettings(TTL, MAX, 0, Optional.empty()));

        assertThat(policy.millis(Rig.KEY, Loaded.of("v").living(Duration.ofDays(3))))
                .hasValue(MAX.toMillis());
        assertThat(policy.millis(Rig.KEY, Loaded.of("v").living(Duration.ZERO))).isEmpty();
        assertThat(policy.millis(Rig.KEY, Loaded.of("v").living(Duration.ofSeconds(-1))))
                .isEmpty();
        assertThat(policy.millis(Rig.KEY, Loaded.of(null).living(Duration.ofSeconds(1))))
                .as("nulls are not cached")
                .isEmpty();
    }

    @Test
    void a_common_end_is_exact_and_never_further_than_the_maximum() {
        Instant evening = Instant.parse("2026-03-01T18:00:00Z");
        TtlSettings settings = new TtlSettings(
                TTL,
                MAX,
                0.5,
                Optional.empty(),
                Optional.empty(),
                Optional.of(now -> Instant.parse("2026-03-02T05:00:00Z")));

        assertThat(at(settings, evening).millis(Rig.KEY, Loaded.of("v"))).hasValue(11 * 3_600_000L);
        assertThat(at(settings, evening.minus(Duration.ofDays(7))).millis(Rig.KEY, Loaded.of("v")))
                .hasValue(MAX.toMillis());
    }

    @Test
    void an_entry_that_lives_by_its_reads_ends_at_the_maximum() {
        TtlSettings settings = new TtlSettings(
                TTL,
                MAX,
                0.5,
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofMinutes(1)),
                Optional.empty());

        assertThat(policy(settings).millis(Rig.KEY, Loaded.of("v"))).hasValue(MAX.toMillis());
        assertThat(policy(settings).millis(Rig.KEY, Loaded.of(null)).getAsLong())
                .isBetween(15_000L, 30_000L);
    }

    private static TtlPolicy at(TtlSettings settings, Instant now) {
        return new TtlPolicy(settings, CacheTtlResolver.NONE, () -> now, new Random(42));
    }

    private static TtlPolicy policy(TtlSettings settings) {
        return new TtlPolicy(settings, new Random(42));
    }
}
