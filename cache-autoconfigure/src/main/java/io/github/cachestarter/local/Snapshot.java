package io.github.cachestarter.local;

/**
 * What was known of a key's changes at one moment, see {@link Epochs}.
 *
 * @param stripe the key's stripe
 * @param keyEpoch the epoch of that stripe
 * @param cacheEpoch the epoch of the whole cache
 */
public record Snapshot(int stripe, long keyEpoch, long cacheEpoch) {}
