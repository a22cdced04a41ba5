package io.github.cachestarter.insight;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.insight.Sizing.Point;
import io.github.cachestarter.insight.Sizing.WorkingSet;
import io.github.cachestarter.local.DirectKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Picks the reads that the curve of a cache and its hot keys are made of, on the threads of the readers. Thread-safe.
 *
 * <p>A read of a key that is not in the sample costs its hash, a few multiplications and comparisons, and
 * allocates nothing. A read of a key in the sample takes a lock, and is left out if somebody holds it: nobody ever waits
 * here. While a cache has few keys all of them are in the sample; to bound what that costs, fewer keys are sampled as soon
 * as more than {@value #MOST_A_SECOND} sampled reads came in a second, and more again when that is long ago. What it costs a
 * cache is then a few milliseconds of one core a second at most, however often it is read.
 */
final class AccessSampler {

    /** As many as keep the curve within 0.03 of an exact one; 1.2 MB for a cache that has as many keys, twice that at times. */
    static final int MOST_KEYS = 16_384;

    static final int MOST_A_SECOND = 10_000;

    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = 60 * SECOND;

    private final boolean keys;
    private final HotKeys hot;
    private final BigKeys big;
    private final IntSupplier random;
    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier reads;
    private final LongSupplier ticker;
    private final long ttl;
    private volatile int threshold;
    private volatile long agedAt;

    // Guarded by the lock.
    private final RenewedCurve curve;
    private long begun;
    private long secondBegun;
    private int thisSecond;

    /**
     * Creates a sampler of a cache.
     *
     * @param reads how many reads there were until now
     * @param ticker monotonic time in nanoseconds
     * @param ttl how long an entry lives in the cache that is to be sized
     * @param random any number, evenly
     * @param keys whether keys may be recorded as they are; the sample itself holds hashes only
     */
    AccessSampler(LongSupplier reads, LongSupplier ticker, Duration ttl, IntSupplier random, boolean keys) {
        this.keys = keys;
        this.reads = reads;
        this.random = random;
        this.ticker = ticker;
        this.ttl = ttl.toNanos();
        this.begun = ticker.getAsLong();
        this.agedAt = begun;
        this.hot = new HotKeys(begun);
        this.big = new BigKeys(begun);
        this.curve = new RenewedCurve(MOST_KEYS, this.ttl, 0, begun);
        this.threshold = curve.threshold();
    }

    /**
     * A key was found in this process.
     *
     * @param key the application's own, or its address where the key itself does not say which one it is
     * @param chosen whether it is one of {@value ChoosingCounter#ONE_IN} that were chosen at random
     */
    void hit(Object key, boolean chosen) {
        Object at = direct(key);
        int hash = spread(at.hashCode());
        if (hash < threshold) {
            sampled(at, hash);
        }
        if (chosen) {
            chosen(at, ticker.getAsLong());
        }
    }

    private void chosen(Object key, long now) {
        if (keys) {
            hot.read(key, now);
        }
        if (now - agedAt >= MINUTE && lock.tryLock()) { // perhaps no key at all is in the sample any more
            try {
                age(now);
                threshold = curve.threshold();
            } finally {
                lock.unlock();
            }
        }
    }

    private void age(long now) {
        agedAt = now;
        curve.age(reads.getAsLong(), now);
    }

    /** A key was not found in this process. */
    void missed(EntryKey key) {
        hit(key, (random.getAsInt() & (ChoosingCounter.ONE_IN - 1)) == 0);
    }

    /** The entry of a key is so large, in bytes. */
    void sized(EntryKey key, int bytes) {
        if (keys) {
            big.seen(key, bytes, ticker.getAsLong());
        }
        Object at = direct(key);
        if (spread(at.hashCode()) < threshold && lock.tryLock()) {
            try {
                curve.sized(id(at), bytes);
            } finally {
                lock.unlock();
            }
        }
    }

    private void sampled(Object key, int hash) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            long now = ticker.getAsLong();
            curve.read(id(key), hash, now);
            if (now - secondBegun >= SECOND) {
                secondBegun = now;
                thisSecond = 0;
                age(now);
            } else if (++thisSecond > MOST_A_SECOND) {
                thisSecond = 0;
                curve.lower();
            }
            threshold = curve.threshold();
        } finally {
            lock.unlock();
        }
    }

    /** The hit rates of caches of these sizes in entries; null: too little was seen. */
    @Nullable
    List<Point> curve(List<Long> sizes) {
        lock.lock();
        try {
            long all = reads.getAsLong();
            MissRatioCurve told = curve.current();
            return !told.telling()
                    ? null
                    : sizes.stream()
                            .map(size -> new Point(size, told.hitRate(size, all)))
                            .toList();
        } finally {
            lock.unlock();
        }
    }

    /** What was read within the last hour; null: nothing. */
    @Nullable
    WorkingSet workingSet() {
        lock.lock();
        try {
            long now = ticker.getAsLong();
            MissRatioCurve told = curve.current();
            if (told.keys() == 0) {
                return null;
            }
            double mean = told.meanSize(now);
            double entries = told.workingSet(now);
            return new WorkingSet(
                    Math.min(now - begun, MissRatioCurve.WINDOW.toNanos()) / SECOND,
                    Math.round(entries),
                    Double.isNaN(mean) ? null : Math.round(mean),
                    Double.isNaN(mean) ? null : Math.round(entries * mean),
                    told.keys(),
                    told.rate());
        } finally {
            lock.unlock();
        }
    }

    /** The keys that stand out, with the texts by which Redis knows them. */
    TopKeys topKeys(Function<Object, String> texts) {
        return new TopKeys(keys, hot.top(texts), big.top(texts));
    }

    /** The keys that are read most, the most read first. */
    List<ReadKey> hottest(int most) {
        return hot.hottest(most);
    }

    private static Object direct(Object key) {
        return key instanceof EntryKey address ? DirectKeys.of(address) : key;
    }

    /**
     * An even hash, 0 to {@link MissRatioCurve#HASHES}, of one that may be anything. Fibonacci hashing: the upper bits of the
     * product, by which numbers are compared, depend on all bits of the hash.
     */
    static int spread(int hash) {
        return ((hash ^ (hash >>> 16)) * 0x9E3779B9) >>> 1;
    }

    // Many short texts have the same hash of 32 bits; theirs is made of the characters once more.
    private static long id(Object key) {
        long id = key.hashCode();
        String text = key instanceof EntryKey address ? address.redisKey() : key instanceof String own ? own : "";
        for (int i = 0; i < text.length(); i++) {
            id = id * 0x5851F42D4C957F2DL + text.charAt(i);
        }
        id *= 0x9E3779B97F4A7C15L;
        return id ^ (id >>> 32);
    }
}
