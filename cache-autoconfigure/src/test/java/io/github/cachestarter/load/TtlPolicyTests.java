package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.TtlSettings;
import java.time.Duration;
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
        long[] millis = LongStream.generate(() -> policy.millis("value").getAsLong())
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
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.empty())).millis("value"))
                .hasValue(600_000);
    }

    @Test
    void nothing_lives_longer_than_the_maximum() {
        TtlSettings settings = new TtlSettings(TTL, Duration.ofMinutes(1), 0, Optional.of(Duration.ofMinutes(5)));
        assertThat(policy(settings).millis("value")).hasValue(60_000);
        assertThat(policy(settings).millis(null)).hasValue(60_000);
    }

    @Test
    void null_has_a_time_to_live_of_its_own_or_is_not_cached() {
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.of(Duration.ofSeconds(30))))
                        .millis(null))
                .hasValue(30_000);
        assertThat(policy(new TtlSettings(TTL, MAX, 0, Optional.empty())).millis(null))
                .isEmpty();
    }

    @Test
    void the_shortest_time_to_live_is_a_millisecond_since_redis_takes_no_zero() {
        TtlSettings settings = new TtlSettings(Duration.ofNanos(1), MAX, 0.9, Optional.empty());
        assertThat(policy(settings).millis("value")).hasValue(1);
    }

    private static TtlPolicy policy(TtlSettings settings) {
        return new TtlPolicy(settings, new Random(42));
    }
}
