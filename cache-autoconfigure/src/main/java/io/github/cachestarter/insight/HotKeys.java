package io.github.cachestarter.insight;

import io.github.cachestarter.frequency.SpaceSaving;
import io.github.cachestarter.frequency.SpaceSaving.Counter;
import io.github.cachestarter.insight.TopKeys.HotKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The keys that are read most, in the fixed memory of {@link SpaceSaving}: as many counters as are worth remembering for the
 * next start, of which a person is shown the first. It is fed a random sample of the reads. Counters halve every five
 * minutes, so that the keys are those of now. Thread-safe; no reader waits here.
 */
final class HotKeys {

    static final int COUNTERS = 8_192;
    static final int SHOWN = 20;

    private static final long HALF_LIFE = Duration.ofMinutes(5).toNanos();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final SpaceSaving counters = new SpaceSaving(COUNTERS);
    private long halvedAt;

    HotKeys(long now) {
        halvedAt = now;
    }

    /** A read that is in the sample. Left out if somebody else is here. */
    void read(Object key, long now) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (now - halvedAt >= HALF_LIFE) {
                halvedAt = now;
                counters.halve();
            }
            counters.add(key);
        } finally {
            lock.unlock();
        }
    }

    /** The keys that are read most, the most read first. */
    List<HotKey> top(Function<Object, String> texts) {
        lock.lock();
        try {
            double all = Math.max(1, counters.total());
            return counters.top()
                    .limit(SHOWN)
                    .map(counter -> new HotKey(
                            KeyLabel.of(counter.key()),
                            texts.apply(counter.key()),
                            counter.count() / all,
                            counter.atLeast() / all))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The same as they are, as many as one likes. */
    List<ReadKey> hottest(int most) {
        lock.lock();
        try {
            return counters.top().limit(most).map(HotKeys::readKey).toList();
        } finally {
            lock.unlock();
        }
    }

    private static ReadKey readKey(Counter counter) {
        return new ReadKey(counter.key(), counter.count());
    }
}
