package io.github.cachestarter.local;

/**
 * What was known of a key's changes at one moment, see {@link Epochs}.
 *
 * @param stripe the key's stripe
 * @param keyEpoch the epoch of that stripe
 * @param cacheEpoch the epoch of the whole cache
 * @param takenAt when it was taken, monotonic time in nanoseconds: what comes of it is as old as that
 */
public record Snapshot(int stripe, long keyEpoch, long cacheEpoch, long takenAt) {}
