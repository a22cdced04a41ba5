package io.github.cachestarter.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener.MissReason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyTracesTests {

    private final AtomicLong now = new AtomicLong(-5);
    private final KeyTraces traces = new KeyTraces(now::get);

    @Test
    void aKeyOfWhichNoEntryWasMetIsCold() {
        traces.met("other", 1_000);
        traces.departed("key");
        traces.cleared();

        assertThat(traces.reason("key")).isEqualTo(MissReason.COLD);
    }

    @Test
    void anEntryWhoseTimeIsOverHasExpired() {
        traces.met("key", 10_000);
        pass(Duration.ofMillis(9_900));
        assertThat(traces.reason("key")).isEqualTo(MissReason.REMOVED);
        pass(Duration.ofMillis(100));
        assertThat(traces.reason("key")).isEqualTo(MissReason.EXPIRED);

        traces.departed("key");
        assertThat(traces.reason("key"))
                .as("an evict after that changes nothing")
                .isEqualTo(MissReason.EXPIRED);
    }

    @Test
    void whatWasEvictedStaysEvictedUntilAnEntryIsMetAgain() {
        traces.met("key", 10_000);
        traces.departed("key");
        pass(Duration.ofHours(1));
        assertThat(traces.reason("key")).isEqualTo(MissReason.EVICTED);

        traces.met("key", 10_000);
        assertThat(traces.reason("key")).isEqualTo(MissReason.REMOVED);
    }

    @Test
    void aClearIsToldOfWhatWasMetBeforeIt() {
        traces.met("before", 10_000);
        traces.cleared();
        traces.met("after", 10_000);

        assertThat(traces.reason("before")).isEqualTo(MissReason.MARKED);
        assertThat(traces.reason("after")).isEqualTo(MissReason.REMOVED);
    }

    @Test
    void aClearThatIsToldOfSeveralTimesIsOne() {
        traces.cleared(7);
        traces.met("key", 10_000);
        traces.cleared(7);
        traces.cleared(6);
        traces.cleared();
        assertThat(traces.reason("key")).isEqualTo(MissReason.REMOVED);

        traces.cleared(8);
        assertThat(traces.reason("key")).isEqualTo(MissReason.MARKED);
    }

    @Test
    void fiftyThousandKeysAreRememberedAndTheMemoryIsBounded() {
        int before = traces.footprint();
        IntStream.range(0, 50_000).forEach(key -> traces.met("app:1:products:" + key, 1_000_000));
        long remembered = IntStream.range(0, 50_000)
                .filter(key -> traces.reason("app:1:products:" + key) != MissReason.COLD)
                .count();
        IntStream.range(0, 300_000).forEach(key -> traces.met("app:1:orders:" + key, 1_000_000));
        long mistaken = IntStream.range(0, 100_000)
                .filter(key -> traces.reason("app:1:nobody:" + key) != MissReason.COLD)
                .count();

        assertThat(before).isLessThan(4_096);
        assertThat(remembered).isGreaterThan(45_000);
        assertThat(traces.footprint()).isEqualTo(KeyTraces.MOST * Long.BYTES);
        assertThat(mistaken).isLessThan(50);
    }

    @Test
    void aTimeOfYearsIsNoOverflow() {
        traces.met("key", Duration.ofDays(36_500).toMillis());
        pass(Duration.ofDays(365));
        assertThat(traces.reason("key")).isEqualTo(MissReason.REMOVED);
        traces.met("gone", -1);
        assertThat(traces.reason("gone")).isEqualTo(MissReason.EXPIRED);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
