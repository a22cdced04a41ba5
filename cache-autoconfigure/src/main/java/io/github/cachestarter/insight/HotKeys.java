package io.github.cachestarter.insight;

import io.github.cachestarter.insight.TopKeys.HotKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are read most, in fixed memory: Space-Saving (A. Metwally, D. Agrawal, A. El Abbadi: Efficient Computation
 * of Frequent and Top-k Elements in Data Streams, ICDT 2005).
 *
 * <p>There are {@value #COUNTERS} counters. A key that has none takes over the smallest one, and goes on counting from it: it
 * may have been read that often, unnoticed. So a counter is never too low, and too high by no more than it was when it was
 * taken over; every key with a larger share than one of {@value #COUNTERS} is among them. It is fed a random sample of the
 * reads. Counters halve every five minutes, so that the keys are those of now. Thread-safe; nobody waits here for long.
 */
final class HotKeys {

    static final int COUNTERS = 128;
    static final int SHOWN = 20;

    private static final long HALF_LIFE = Duration.ofMinutes(5).toNanos();

    private final ReentrantLock lock = new ReentrantLock();

    // Counters side by side, looked through at every read: that is fast with so few, and allocates nothing.
    private final @Nullable Object[] keys = new Object[COUNTERS];
    private final int[] hashes = new int[COUNTERS];
    private final double[] counts = new double[COUNTERS];
    private final double[] tooHigh = new double[COUNTERS];
    private double total;
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
            fade(now);
            total++;
            counts[counterOf(key)]++;
        } finally {
            lock.unlock();
        }
    }

    /** The keys that are read most, the most read first. */
    List<HotKey> top() {
        lock.lock();
        try {
            double all = Math.max(1, total);
            return IntStream.range(0, COUNTERS)
                    .filter(i -> keys[i] != null)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -counts[i]))
                    .limit(SHOWN)
                    .map(i -> hotKey(i, all))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private HotKey hotKey(int counter, double all) {
        return new HotKey(
                KeyLabel.of(Objects.requireNonNull(keys[counter])),
                counts[counter] / all,
                (counts[counter] - tooHigh[counter]) / all);
    }

    /** The counter of the key; if it has none, the smallest, which is its own from now on. */
    private int counterOf(Object key) {
        int hash = key.hashCode();
        int smallest = 0;
        for (int i = 0; i < COUNTERS; i++) {
            if (hashes[i] == hash && key.equals(keys[i])) {
                return i;
            }
            if (counts[i] < counts[smallest]) {
                smallest = i;
            }
        }
        keys[smallest] = key;
        hashes[smallest] = hash;
        tooHigh[smallest] = counts[smallest];
        return smallest;
    }

    private void fade(long now) {
        if (now - halvedAt >= HALF_LIFE) {
            halvedAt = now;
            total /= 2;
            for (int i = 0; i < COUNTERS; i++) {
                counts[i] /= 2;
                tooHigh[i] /= 2;
            }
        }
    }
}
