package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.local.LocalTier;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalHitTimingTests {

    private static final long MILLI = 1_000_000;

    private final AtomicLong now = new AtomicLong();
    private final LocalHitTiming timing = new LocalHitTiming(now::get, () -> 1);

    @Test
    void theFirstChosenHitOfAMillisecondHasTheNextReadTimed() {
        timing.chosen();
        assertThat(timing.isNext()).isFalse();
        now.addAndGet(MILLI);
        timing.chosen();
        assertThat(timing.isNext()).isTrue();

        timing.took(120);
        timing.chosen();
        assertThat(timing.isNext()).isFalse();
        now.addAndGet(MILLI);
        timing.chosen();
        assertThat(timing.isNext()).isTrue();
    }

    @Test
    void whatTakesLessThanAMicrosecondIsToldInFractionsOfOne() {
        for (int nanos = 1; nanos <= 1_000; nanos++) {
            timing.took(nanos);
        }
        assertThat(timing.percentiles().p50Micros()).isCloseTo(0.5, within(0.01));
        assertThat(timing.percentiles().p95Micros()).isCloseTo(0.95, within(0.02));
        assertThat(timing.percentiles().p99Micros()).isCloseTo(0.99, within(0.02));
    }

    @Test
    void ofManyHitsFewAreTimedAndWithoutSamplingNone() {
        assertThat(timed(new Watch(true, now::get, cache -> LocalSettings.DEFAULTS)))
                .isBetween(50, 100);
        assertThat(timed(new Watch(false, now::get, cache -> LocalSettings.DEFAULTS)))
                .isZero();
    }

    /** Of a million hits in a tenth of a second. */
    private int timed(Watch watch) {
        CacheStatistics statistics =
                new CacheStatistics("products", () -> LocalTier.NONE, watch, new Random(1)::nextInt);
        int timed = 0;
        for (int i = 0; i < 1_000_000; i++) {
            now.addAndGet(100);
            if (statistics.timesLocalHits()) {
                statistics.localHitTook(60);
                timed++;
            }
            statistics.localHit("key");
        }
        assertThat(statistics.snapshot().latency(Timing.LOCAL_HIT).p50Micros())
                .isCloseTo(timed == 0 ? 0 : 0.06, within(0.001));
        return timed;
    }
}
