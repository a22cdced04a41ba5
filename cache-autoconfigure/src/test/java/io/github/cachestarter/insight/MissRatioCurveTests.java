package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sampled curve beside an exact simulation of LRU caches. */
class MissRatioCurveTests {

    private static final int KEYS = 100_000;
    private static final int READS = 1_000_000;
    private static final int SAMPLED = AccessSampler.MOST_KEYS;
    // Not where a whole scan begins to fit, which is a cliff: an error of the size by a hundredth is any error of the
    // rate there.
    private static final int[] SIZES = {2_500, 5_000, 10_000, 20_000, 40_000, 80_000};
    private static final double MOST_ERROR = 0.03;
    private static final long FOR_EVER = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 0.8, 1.0, 1.2})
    void itIsThatOfAnExactCacheOnZipfTraces(double exponent) {
        for (int seed = 0; seed < 5; seed++) {
            int[] trace = zipf(exponent, new Random(seed));
            assertSameCurve(trace, "Zipf " + exponent + ", seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.8})
    void itIsThatOfAnExactCacheOnTracesWithScans(double scans) {
        for (int seed = 0; seed < 5; seed++) {
            assertSameCurve(scanning(scans, new Random(seed)), scans + " scans, seed " + seed);
        }
    }

    @Test
    void aCacheThatIsSmallerThanTheSampleIsSimulatedExactly() {
        Random random = new Random(1);
        int[] trace = random.ints(50_000, 0, 1_000).toArray();
        MissRatioCurve curve = curveOf(trace, random.nextInt());

        assertThat(curve.rate()).isEqualTo(1.0);
        assertThat(curve.hitRate(16, trace.length)).isCloseTo(exact(trace, 16), within(1e-9));
        assertThat(curve.hitRate(512, trace.length)).isCloseTo(exact(trace, 512), within(1e-9));
        assertThat(curve.hitRate(2_000, trace.length)).isEqualTo(1 - 1_000.0 / trace.length);
    }

    @Test
    void neverMoreKeysAreKeptThanThereIsRoomFor() {
        MissRatioCurve curve = new MissRatioCurve(SAMPLED, FOR_EVER, 0, 0);
        Random random = new Random(1);
        for (int i = 0; i < READS; i++) {
            int key = random.nextInt();
            if (hash(key, 0) < curve.threshold()) {
                curve.read(key, hash(key, 0), i);
                assertThat(curve.keys()).isLessThanOrEqualTo(SAMPLED);
            }
        }
        assertThat(curve.keys()).isGreaterThan(SAMPLED / 2);
        assertThat(curve.workingSet(READS)).isCloseTo(READS, within(READS * 0.05));
    }

    @Test
    void theWorkingSetIsWhatWasReadWithinAnHour() {
        long hour = MissRatioCurve.WINDOW.toNanos();
        MissRatioCurve curve = new MissRatioCurve(SAMPLED, FOR_EVER, 0, 0);
        for (int key = 0; key < 1_000; key++) {
            curve.read(key, 0, 0);
            curve.sized(key, 10);
        }
        for (int key = 900; key < 1_100; key++) {
            curve.read(key, 0, hour);
            curve.sized(key, 30);
        }

        assertThat(curve.workingSet(hour - 1)).isEqualTo(1_100);
        assertThat(curve.workingSet(hour)).isEqualTo(200);
        assertThat(curve.meanSize(hour)).isEqualTo(30);
        curve.age(1_200, hour);
        assertThat(curve.keys()).isEqualTo(200);
        assertThat(curve.workingSet(hour)).isEqualTo(200);
    }

    @Test
    void whatWasReadAfterItsTimeToLiveCountsAsALoad() {
        MissRatioCurve curve = new MissRatioCurve(SAMPLED, 100, 0, 0);
        int reads = 0;
        for (int time = 0; time < 1_000; time += 50) {
            for (int key = 0; key < 60; key++) {
                curve.read(key, 0, time);
                reads++;
            }
        }
        assertThat(curve.hitRate(100, reads)).isEqualTo(0.5);
    }

    @Test
    void theCurveFollowsWhatHappensNow() {
        MissRatioCurve curve = new MissRatioCurve(SAMPLED, FOR_EVER, 0, 0);
        long reads = 0;
        for (int key = 0; key < 2_000; key++) {
            curve.read(key, 0, reads++);
        }
        long later = MissRatioCurve.WINDOW.toNanos();
        for (int half = 1; half <= 6; half++) {
            curve.age(reads, later * half / 2);
            for (int i = 0; i < 2_000; i++) {
                curve.read(i % 100, 0, later * half / 2);
                reads++;
            }
        }
        assertThat(curve.hitRate(200, reads)).isGreaterThan(0.98);
    }

    private static void assertSameCurve(int[] trace, String description) {
        MissRatioCurve curve = curveOf(trace, description.hashCode());
        assertThat(curve.telling()).isTrue();
        assertThat(curve.rate()).isLessThan(0.5);
        for (int size : SIZES) {
            assertThat(curve.hitRate(size, trace.length))
                    .describedAs("%s, %s entries, rate %s", description, size, curve.rate())
                    .isCloseTo(exact(trace, size), within(MOST_ERROR));
        }
    }

    private static MissRatioCurve curveOf(int[] trace, int salt) {
        MissRatioCurve curve = new MissRatioCurve(SAMPLED, FOR_EVER, 0, 0);
        for (int i = 0; i < trace.length; i++) {
            int hash = hash(trace[i], salt);
            if (hash < curve.threshold()) {
                curve.read(trace[i], hash, i);
            }
        }
        return curve;
    }

    private static int hash(int key, int salt) {
        return AccessSampler.spread(key ^ salt);
    }

    /** Another way to the same thing, with all keys. */
    private static double exact(int[] trace, int size) {
        Map<Integer, Boolean> lru = new LinkedHashMap<>(size * 2, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > size;
            }
        };
        long hits =
                Arrays.stream(trace).filter(key -> lru.put(key, true) != null).count();
        return (double) hits / trace.length;
    }

    private static int[] zipf(double exponent, Random random) {
        IntUnaryOperator next = zipfOf(exponent, random);
        return java.util.stream.IntStream.generate(() -> next.applyAsInt(0))
                .limit(READS)
                .toArray();
    }

    /** Popular keys, and now and then all of 50,000 others one after the other, again and again. */
    private static int[] scanning(double scans, Random random) {
        IntUnaryOperator popular = zipfOf(0.9, random);
        int[] trace = new int[READS];
        int scanned = 0;
        for (int i = 0; i < READS; ) {
            int length = 1 + random.nextInt(2_000);
            boolean scan = random.nextDouble() < scans;
            for (int end = Math.min(READS, i + length); i < end; i++) {
                trace[i] = scan ? KEYS + scanned++ % 50_000 : popular.applyAsInt(0);
            }
        }
        return trace;
    }

    private static IntUnaryOperator zipfOf(double exponent, Random random) {
        double[] cumulated = new double[KEYS];
        double sum = 0;
        for (int rank = 0; rank < KEYS; rank++) {
            sum += 1 / Math.pow(rank + 1, exponent);
            cumulated[rank] = sum;
        }
        double all = sum;
        return ignored -> {
            int at = Arrays.binarySearch(cumulated, random.nextDouble() * all);
            return at < 0 ? -at - 1 : at;
        };
    }
}
