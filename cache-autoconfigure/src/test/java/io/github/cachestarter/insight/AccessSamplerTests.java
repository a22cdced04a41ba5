package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessSamplerTests {

    private static final LocalSettings SMALL =
            new LocalSettings(true, 100, OptionalLong.empty(), Duration.ofDays(1), false, Duration.ZERO);

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong reads = new AtomicLong();
    private final AccessSampler sampler =
            new AccessSampler(reads::get, now::get, Duration.ofDays(1), new Random(1)::nextInt);

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

    private static EntryKey key(String key) {
        return new EntryKey("products", key, "app:1:products:" + key);
    }
}
