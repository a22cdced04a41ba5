package io.github.cachestarter.insight;

import org.jspecify.annotations.Nullable;

/**
 * One server as it was last seen. The names are those of the insight endpoint's JSON. What a server does not tell, for
 * lack of permission or because it is another product, is null.
 *
 * @param address host and port
 * @param server product and version, for example {@code redis 7.0.15}
 * @param role {@code primary} or {@code replica}
 * @param evictionPolicy for example {@code allkeys-lru}
 * @param memory its memory
 * @param evictedKeys keys it removed for lack of memory since its start
 * @param evictionsPerSecond the same as a rate between the last two looks
 * @param expiredKeys keys whose time-to-live ended, since its start
 * @param keys keys in the database that the cache uses, of everybody
 * @param connectedClients connections it has, from anybody
 */
public record ServerSnapshot(
        String address,
        @Nullable String server,
        @Nullable String role,
        @Nullable String evictionPolicy,
        @Nullable Memory memory,
        @Nullable Long evictedKeys,
        @Nullable Double evictionsPerSecond,
        @Nullable Long expiredKeys,
        @Nullable Long keys,
        @Nullable Long connectedClients) {

    /**
     * The memory of a server.
     *
     * @param usedBytes what its data takes
     * @param maxBytes its limit; 0 = none
     * @param usedRatio used by limit; null without a limit
     * @param fragmentation what the operating system gave by what is used
     */
    public record Memory(
            long usedBytes,
            long maxBytes,
            @Nullable Double usedRatio,
            @Nullable Double fragmentation) {}
}
