package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListener.MissReason;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * What became of the entries of one cache that this instance has met, in fixed memory, so that a miss can be told its reason:
 * the server only says that nothing is there.
 *
 * <p>Of each key that was read from the remote tier or stored, a trace is kept: 30 bits of its hash, when its time ends, whether
 * an evict or put of it was heard of since, and how often the cache had been cleared (the last three bits of that). A trace is
 * one number in a table of buckets of eight; no key lies here. A key is found by the hash alone, so in a full table one miss in
 * sixteen thousand is told the reason of another key. The table doubles when a bucket is full, up to {@value #MOST} traces
 * (512 KB); then the trace whose time ends first makes room, and its key counts as never met.
 *
 * <p>Nothing of this is touched by a hit in the process' own memory. Thread-safe; of two that write one bucket at the same time
 * one may be lost.
 */
final class KeyTraces {

    static final int MOST = 65_536;

    private static final long NEVER = Long.MIN_VALUE;

    private static final int FIRST = 256;
    private static final int WAYS = 8;

    private static final int TIME_BITS = 30;
    private static final long TIMES = (1L << TIME_BITS) - 1;
    private static final long DEPARTED = 1L << TIME_BITS;
    private static final int CLEARS_AT = TIME_BITS + 1;
    private static final long CLEARS = 7L << CLEARS_AT;
    private static final int HASH_AT = CLEARS_AT + 3;

    /** A unit of time, 64 ms: with 30 bits of them the table is good for two years. */
    private static final int UNIT_SHIFT = 6;

    private final LongSupplier ticker;
    private final long begun;
    private volatile AtomicLongArray table = new AtomicLongArray(FIRST);
    private volatile int clears;
    private long newestClear = NEVER;

    /** Creates an empty one; the ticker tells monotonic time in nanoseconds. */
    KeyTraces(LongSupplier ticker) {
        this.ticker = ticker;
        this.begun = ticker.getAsLong();
    }

    /** An entry of the key is there, for so many milliseconds more. */
    void met(String redisKey, long millis) {
        long hash = hash(redisKey);
        long end = Math.min(TIMES, now() + (Math.max(0, millis) >>> UNIT_SHIFT));
        keep((hash << HASH_AT) | ((long) (clears & 7) << CLEARS_AT) | end, hash);
    }

    /** The key was evicted or replaced. Of one that nobody met, nothing is known that could have been evicted. */
    void departed(String redisKey) {
        long hash = hash(redisKey);
        AtomicLongArray traces = table;
        int at = find(traces, hash);
        if (at >= 0) {
            long trace = traces.get(at);
            if (now() < (trace & TIMES)) { // else its time was over before that
                traces.compareAndSet(at, trace, trace | DEPARTED);
            }
        }
    }

    /** The whole cache was cleared by this instance. Where messages come at all, one comes of this as well. */
    synchronized void cleared() {
        if (newestClear == NEVER) {
            clears++;
        }
    }

    /** The whole cache was cleared by whomever; told of again, it counts once. */
    synchronized void cleared(long stamp) {
        if (stamp > newestClear) {
            newestClear = stamp;
            clears++;
        }
    }

    /** Why nothing is there. */
    MissReason reason(String redisKey) {
        AtomicLongArray traces = table;
        int at = find(traces, hash(redisKey));
        if (at < 0) {
            return MissReason.COLD;
        }
        long trace = traces.get(at);
        if ((trace & DEPARTED) != 0) {
            return MissReason.EVICTED;
        }
        if (((trace & CLEARS) >>> CLEARS_AT) != (clears & 7)) {
            return MissReason.MARKED;
        }
        return now() >= (trace & TIMES) ? MissReason.EXPIRED : MissReason.REMOVED;
    }

    /** The memory of this in bytes. */
    int footprint() {
        return table.length() * Long.BYTES;
    }

    private void keep(long trace, long hash) {
        AtomicLongArray traces = table;
        int at = find(traces, hash);
        while (at < 0) {
            at = room(traces, hash);
            if (at < 0) {
                traces = grown(traces);
            }
        }
        traces.set(at, trace);
    }

    private static int find(AtomicLongArray traces, long hash) {
        int bucket = bucket(traces, hash);
        for (int at = bucket; at < bucket + WAYS; at++) {
            if (traces.get(at) >>> HASH_AT == hash) {
                return at;
            }
        }
        return -1;
    }

    /** A free place, or the one whose trace is worth least; negative: the table may still grow. */
    private static int room(AtomicLongArray traces, long hash) {
        int bucket = bucket(traces, hash);
        int first = bucket;
        for (int at = bucket; at < bucket + WAYS; at++) {
            long trace = traces.get(at);
            if (trace == 0) {
                return at;
            }
            if ((trace & TIMES) < (traces.get(first) & TIMES)) {
                first = at;
            }
        }
        return traces.length() < MOST ? -1 : first;
    }

    private synchronized AtomicLongArray grown(AtomicLongArray full) {
        if (table != full) {
            return table;
        }
        AtomicLongArray larger = new AtomicLongArray(full.length() * 2);
        for (int i = 0; i < full.length(); i++) {
            long trace = full.get(i);
            int at = trace == 0 ? -1 : room(larger, trace >>> HASH_AT);
            if (at >= 0) {
                larger.set(at, trace);
            }
        }
        table = larger;
        return larger;
    }

    private static int bucket(AtomicLongArray traces, long hash) {
        return (int) hash & (traces.length() - 1) & -WAYS;
    }

    private long now() {
        return 1 + (((ticker.getAsLong() - begun) / 1_000_000) >>> UNIT_SHIFT);
    }

    /** 30 bits, never zero, as an empty place is. */
    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x5851F42D4C957F2DL + text.charAt(i);
        }
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
        return Math.max(1, hash >>> HASH_AT);
    }
}
