package io.github.cachestarter.redis;

import java.util.List;

/**
 * Random keys of the servers, each drawn from all of them: one may come twice.
 *
 * @param databaseKeys how many keys there are, exactly, of everybody who uses the database
 * @param keys the keys that were drawn
 */
public record KeySample(long databaseKeys, List<SampledKey> keys) {

    public KeySample {
        keys = List.copyOf(keys);
    }

    /**
     * One key.
     *
     * @param bytes the memory it takes with its value, as the server estimates it
     * @param ttlMillis what is left of its time; negative: it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record SampledKey(byte[] key, long bytes, long ttlMillis) {}
}
