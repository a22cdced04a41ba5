package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccessSamplerTests {

    private static final LocalSettings SMALL =
            new LocalSettings(true, 100, OptionalLong.empty(), Duration.ofDays(1), false, Duration.ZERO);

    private static final int KEYS = 5_000;

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AccessSampler sampler =
            new AccessSampler(reads::get, now::get, Duration.ofDays(1), new Random(1)::nextInt, true);

    @Test
    void aHitAndAMissOfAKeyAreReadsOfTheSameKey() {
        sampler.missed(key("chair"));
        sampler.hit("chair", false);
        sampler.hit(key("chair"), false);
        sampler.missed(new EntryKey("products", List.of("a", "b"), "app:1:products:a,b"));
        sampler.missed(new EntryKey("products", List.of("a", "b"), "app:1:products:a,b"));

        assertThat(sampler.workingSet().entries()).isEqualTo(2);
    }

    @Test
    void ofACacheWhoseKeysMayNotBeRecordedOnlyHashesAreKept() {
        AccessSampler secret =
                new AccessSampler(reads::get, now::get, Duration.ofDays(1), new Random(1)::nextInt, false);
        for (int i = 0; i < 1_000; i++) {
            secret.hit("token-" + i % 100, true);
            secret.sized(key("token-" + i % 100), 5_000);
        }
        assertThat(secret.topKeys(String::valueOf)).isEqualTo(new TopKeys(false, List.of(), List.of()));
        assertThat(secret.hottest(100)).isEmpty();
        assertThat(secret.workingSet().entries()).isEqualTo(100);
        assertThat(secret.workingSet().bytes()).isEqualTo(500_000);
    }

    @Test
    void textsWithTheSameHashAreDifferentKeys() {
        assertThat("AaAa".hashCode()).isEqualTo("BBBB".hashCode());
        sampler.hit("AaAa", false);
        sampler.hit("BBBB", false);

        assertThat(sampler.workingSet().entries()).isEqualTo(2);
    }

    @Test
    void howeverManyReadsThereAreFewAreLookedAtInASecond() {
        for (int i = 0; i < 2_000_000; i++) {
            read("key-" + i % 1_000);
        }
        assertThat(sampler.workingSet().samplingRate()).isLessThan(0.1);
    }

    /** The rate fell for one key; hours later the curve is that of an exact cache again. */
    @Test
    void afterAnExtremelyHotKeyTheSampleGrowsAgain() {
        String hot = keyOfASmallHash();
        readAtOnce(hot, 3_000_000);
        assertThat(sampler.workingSet()).isNull();

        Zipf zipf = new Zipf(KEYS, 0.8, new Random(3));
        int[] trace = new int[3 * 360_000];
        for (int i = 0; i < trace.length; i++) {
            now.addAndGet(Duration.ofMillis(10).toNanos());
            trace[i] = zipf.next();
            reads.incrementAndGet();
            sampler.hit("key-" + trace[i], i % ChoosingCounter.ONE_IN == 0);
        }

        assertThat(sampler.workingSet().samplingRate()).isEqualTo(1.0);
        assertThat(sampler.workingSet().entries()).isCloseTo(KEYS, within((long) KEYS / 100));
        List<Long> sizes = List.of(100L, 300L, 1_000L, 2_000L, 4_000L);
        assertThat(sampler.curve(sizes))
                .allSatisfy(point -> assertThat(point.hitRate())
                        .describedAs("%s entries", point.entries())
                        .isCloseTo(exact(trace, point.entries()), within(0.03)));
    }

    @Test
    void aKeyThatStaysExtremelyHotKeepsTheSampleSmall() {
        String hot = keyOfASmallHash();
        for (int half = 0; half < 8; half++) {
            readAtOnce(hot, 2_000_000);
            for (int key = 0; key < 20_000; key++) {
                read("key-" + key);
            }
            now.addAndGet(Duration.ofMinutes(31).toNanos());
            sampler.hit("key", true);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        readAtOnce(hot, 2_000_000);
        read(hot);

        assertThat(sampler.workingSet() == null ? 0 : sampler.workingSet().samplingRate())
                .isLessThan(0.01);
    }

    /** The hit rate of an LRU cache, not counting the first third, in which it fills. */
    private static double exact(int[] trace, long size) {
        Map<Integer, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > size;
            }
        };
        int hits = 0;
        for (int i = 0; i < trace.length; i++) {
            boolean hit = lru.put(trace[i], true) != null;
            hits += hit && i >= trace.length / 3 ? 1 : 0;
        }
        return hits / (trace.length * 2 / 3.0);
    }

    private static String keyOfASmallHash() {
        return IntStream.range(0, Integer.MAX_VALUE)
                .mapToObj(number -> "hot-" + number)
                .filter(key -> AccessSampler.spread(key.hashCode()) < MissRatioCurve.HASHES / 100_000)
                .findFirst()
                .orElseThrow();
    }

    private void readAtOnce(String key, int times) {
        for (int i = 0; i < times; i++) {
            read(key);
        }
    }

    @Test
    void whatOtherSizesWouldBringIsTold() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            now.addAndGet(Duration.ofMillis(1).toNanos());
            read("key-" + random.nextInt(200));
            sampler.sized(key("key-" + i % 200), 50);
        }
        Sizing sizing = SizingAdvice.of(sampler, SMALL, 0.5);

        assertThat(sizing.workingSet()).isEqualTo(new WorkingSet(100, 200, 50L, 10_000L, 200, 1.0));
        assertThat(sizing.local().entries()).isEqualTo(100);
        assertThat(sizing.local().hitRate()).isEqualTo(0.5);
        assertThat(sizing.local().half()).isCloseTo(0.25, within(0.02));
        assertThat(sizing.local().now()).isCloseTo(0.5, within(0.02));
        assertThat(sizing.local().twice()).isCloseTo(1, within(0.01));
        assertThat(sizing.local().curve())
                .isSortedAccordingTo((a, b) -> Double.compare(a.hitRate(), b.hitRate()))
                .hasSizeGreaterThan(10);
    }

    @Test
    void aTierThatCountsBytesIsSizedInEntriesOfTheMeanSize() {
        for (int i = 0; i < 1_000; i++) {
            read("key-" + i % 100);
            sampler.sized(key("key-" + i % 100), 50);
        }
        LocalSettings weighed =
                new LocalSettings(true, 1, OptionalLong.of(5_000), Duration.ofDays(1), false, Duration.ZERO);
        assertThat(SizingAdvice.of(sampler, weighed, 0).local().entries()).isEqualTo(100);
        assertThat(SizingAdvice.of(sampler, weighed, 0).local().now()).isCloseTo(0.9, within(0.001));
    }

    @Test
    void ofAHandfulOfKeysNothingIsTold() {
        read("key");
        assertThat(SizingAdvice.of(sampler, SMALL, 0).local()).isNull();
    }

    @Test
    void whatIsCountedIsChosenOneInSoMany() {
        ChoosingCounter counter = new ChoosingCounter(new Random(1)::nextInt);
        int chosen = 0;
        for (int i = 0; i < 100_000; i++) {
            chosen += counter.increment() ? 1 : 0;
        }
        assertThat(counter.sum()).isEqualTo(100_000);
        assertThat(chosen).isCloseTo(100_000 / ChoosingCounter.ONE_IN, within(80));
    }

    private void read(String key) {
        reads.incrementAndGet();
        sampler.hit(key, false);
    }

    /** Numbers of which the i-th is drawn in proportion to 1 / i^skew. */
    private static final class Zipf {

        private final double[] upTo;
        private final Random random;

        Zipf(int numbers, double skew, Random random) {
            this.upTo = new double[numbers];
            this.random = random;
            double sum = 0;
            for (int i = 0; i < numbers; i++) {
                sum += Math.pow(i + 1, -skew);
                upTo[i] = sum;
            }
        }

        int next() {
            int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
            return at < 0 ? -at - 1 : at;
        }
    }

    private static EntryKey key(String key) {
        return new EntryKey("products", key, "app:1:products:" + key);
    }
}
