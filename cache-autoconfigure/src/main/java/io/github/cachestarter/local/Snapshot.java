package io.github.cachestarter.local;

/**
 * What was known of a key's changes at one moment, see {@link Epochs}.
 *
 * @param stripe the key's stripe
 * @param keyEpoch the epoch of that stripe
 * @param cacheEpoch the epoch of the whole cache
 * @param takenAt when it was taken, monotonic time in nanoseconds: what comes of it is as old as that
 * @param stamp the newest clear or evicted tag that was known, for whoever makes an entry; 0 = none. A local tier does not
 *     look at it
 */
public record Snapshot(int stripe, long keyEpoch, long cacheEpoch, long takenAt, long stamp) {

    /** What a local tier knows. */
    public Snapshot(int stripe, long keyEpoch, long cacheEpoch, long takenAt) {
        this(stripe, keyEpoch, cacheEpoch, takenAt, 0);
    }

    /** The same with a stamp. */
    public Snapshot withStamp(long newest) {
        return new Snapshot(stripe, keyEpoch, cacheEpoch, takenAt, newest);
    }
}
