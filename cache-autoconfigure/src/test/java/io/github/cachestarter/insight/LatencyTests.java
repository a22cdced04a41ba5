package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyTests {

    private final Random random = new Random(42);

    private final Latency latency = new Latency(random::nextInt);

    @Test
    void nothingRecordedIsZerosAndTakesNoMemory() {
        assertThat(latency.percentiles()).isEqualTo(Percentiles.NONE);
        assertThat(latency.footprint()).isZero();
    }

    @Test
    void percentilesAreExactToTwoDigits() {
        for (int micros = 1; micros <= 10_000; micros++) {
            latency.record(micros * 1_000L);
        }

        Percentiles percentiles = latency.percentiles();

        assertThat(percentiles.p50Micros()).isCloseTo(5_000, Percentage.withPercentage(1));
        assertThat(percentiles.p95Micros()).isCloseTo(9_500, Percentage.withPercentage(1));
        assertThat(percentiles.p99Micros()).isCloseTo(9_900, Percentage.withPercentage(1));
    }

    @Test
    void longerThanTheRangeAndNegativeAreKeptAtItsEnds() {
        latency.record(Long.MAX_VALUE);

        assertThat(latency.percentiles().p99Micros()).isCloseTo(60_000_000, Percentage.withPercentage(1));

        Latency negative = new Latency(() -> 0);
        negative.record(-5);
        negative.recordSampled(Long.MIN_VALUE);

        assertThat(negative.percentiles()).isEqualTo(Percentiles.NONE);
    }

    @Test
    void theMemoryOfADistributionIsBounded() {
        for (long nanos = 1; nanos > 0; nanos <<= 1) {
            latency.record(nanos);
        }

        assertThat(latency.footprint()).isBetween(1, 24 * 1024);
    }

    @Test
    void fastOnesAreSampledAndTheSampleDoesNotBendThePercentiles() {
        // 90 % fast, 10 % slow: the median is fast, the 95th percentile slow.
        for (int i = 0; i < 200_000; i++) {
            latency.recordSampled(i % 10 == 0 ? 500_000 : 1_500);
        }

        Percentiles percentiles = latency.percentiles();

        assertThat(percentiles.p50Micros()).isCloseTo(1, within(1.0));
        assertThat(percentiles.p95Micros()).isCloseTo(500, Percentage.withPercentage(1));
    }

    @Test
    void aFastOneSaysSoAndASlowOneAsksForNoRandomNumber() {
        AtomicInteger asked = new AtomicInteger();
        Latency counting = new Latency(asked::incrementAndGet);

        assertThat(counting.recordSampled(Latency.IN_PROCESS_NANOS - 1)).isFalse();
        assertThat(asked).hasValue(1);
        assertThat(counting.recordSampled(Latency.IN_PROCESS_NANOS)).isTrue();
        assertThat(asked).hasValue(1);
    }
}
