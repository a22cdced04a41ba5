package io.github.cachestarter.insight;

import io.github.cachestarter.insight.ReuseStack.ReadKey;
import java.time.Duration;

/**
 * What share of its reads an LRU cache of any size would answer, in fixed memory: SHARDS (C. Waldspurger, N. Park, A.
 * Garthwaite, I. Ahmad: Efficient MRC Construction with SHARDS, FAST 2015).
 *
 * <p>An LRU cache answers a read exactly if fewer different keys were read since that key's last read than it has places:
 * Mattson's reuse distance. To know it for every read one would need all keys. SHARDS looks at the keys whose hash is below
 * a threshold and at no others, a sample of keys (not of reads) of the rate R: distances among them, divided by R, are those
 * of all. <em>Fixed size</em>: when there are more sampled keys than there is room for, the threshold is lowered and the keys
 * above it are dropped; each read counts 1/R at the rate of its time. <em>Adjusted</em> (SHARDS-adj): a very hot key is in
 * the sample or not, by luck, so the reads counted differ from the reads there were; the difference goes to the shortest
 * distance, where such keys' reads belong.
 *
 * <p>Three things the paper has no need of, for a cache that works for months: the threshold is lowered by a sixteenth at
 * a time, which needs no ordered set; what was counted halves in weight every half hour, so that the curve is that of now; and
 * a key that was not read for an hour is dropped, so that its next read counts as its first. A read that comes later than the
 * entry's time-to-live after its load cannot be answered by a cache of any size, and counts as a load.
 *
 * <p>Times are nanoseconds of monotonic time. Not thread-safe.
 */
final class MissRatioCurve {

    /** Hashes of keys are 0 up to this, evenly. */
    static final int HASHES = Integer.MAX_VALUE;

    static final Duration WINDOW = Duration.ofHours(1);

    /** With fewer keys than this the curve says nothing. */
    static final int LEAST_KEYS = 50;

    static final long HALF_LIFE = Duration.ofMinutes(30).toNanos();

    private final long ttl;
    private final ReuseStack stack;
    private final DistanceHistogram distances = new DistanceHistogram();
    private int threshold = HASHES;
    private double loads;
    private double reads;
    private long readsMark;
    private long agedAt;

    /**
     * Creates the curve of a cache that nobody has read yet.
     *
     * @param mostKeys how many keys are sampled at most
     * @param ttl nanoseconds that an entry lives after its load
     * @param reads how many reads there were until now, of all keys
     */
    MissRatioCurve(int mostKeys, long ttl, long reads, long now) {
        this.stack = new ReuseStack(mostKeys);
        this.ttl = ttl;
        this.readsMark = reads;
        this.agedAt = now;
    }

    /** Keys whose hash is below this are sampled. It only falls: nobody knows when those above it were read. */
    int threshold() {
        return threshold;
    }

    /** The share of all keys that is sampled. */
    double rate() {
        return (double) threshold / HASHES;
    }

    int keys() {
        return stack.keys();
    }

    /** A sampled key was read. */
    void read(long id, int hash, long now) {
        ReadKey key = stack.find(id);
        if (key == null) {
            if (stack.isFull()) {
                lower();
                if (hash >= threshold || stack.isFull()) { // full still: all the others have a smaller hash than that
                    return;
                }
            }
            key = new ReadKey(id, hash);
            key.loadedAt = now;
            loads += 1 / rate();
            stack.add(key);
        } else {
            again(key, now);
        }
        key.readAt = now;
    }

    private void again(ReadKey key, long now) {
        int distance = stack.read(key);
        if (now - key.loadedAt >= ttl) {
            key.loadedAt = now;
            loads += 1 / rate();
        } else {
            // Somewhere between this sampled distance and the next one.
            distances.add((distance + 0.5) / rate(), 1 / rate());
        }
    }

    /** The entry of a key is so large, in bytes. */
    void sized(long id, int bytes) {
        ReadKey key = stack.find(id);
        if (key != null) {
            key.size = bytes;
        }
    }

    /** Samples a sixteenth fewer keys from now on. */
    void lower() {
        threshold -= threshold / 16;
        stack.keep(key -> key.hash < threshold);
    }

    /** Lets what was seen long ago count less; to be called now and then. */
    void age(long allReads, long now) {
        if (now - agedAt < HALF_LIFE) {
            return;
        }
        reads = readsUntil(allReads) / 2;
        readsMark = allReads;
        distances.scale(0.5);
        loads /= 2;
        agedAt = now;
        stack.keep(key -> now - key.readAt < WINDOW.toNanos());
    }

    /** Forgets what was counted, not which keys were read: those that come again are known by now. */
    void countAnew(long allReads, long now) {
        reads = 0;
        readsMark = allReads;
        distances.scale(0);
        loads = 0;
        agedAt = now;
    }

    /** Whether there is enough to say something. */
    boolean telling() {
        return stack.keys() >= LEAST_KEYS && distances.total() > 0;
    }

    /**
     * The share of reads that a cache of so many entries would answer, 0 to 1.
     *
     * @param allReads how many reads there were until now, of all keys
     */
    double hitRate(double entries, long allReads) {
        double all = readsUntil(allReads);
        double notCounted = all - distances.total() - loads;
        return all <= 0 ? 0 : Math.max(0, Math.min(1, (distances.below(entries) + notCounted) / all));
    }

    /** How many different keys were read within the last hour. */
    double workingSet(long now) {
        return stack.count(key -> now - key.readAt < WINDOW.toNanos()) / rate();
    }

    /** The mean size of their entries in bytes; not a number if none is known. */
    double meanSize(long now) {
        return stack.meanSize(key -> now - key.readAt < WINDOW.toNanos());
    }

    private double readsUntil(long allReads) {
        return reads + (allReads - readsMark);
    }
}
