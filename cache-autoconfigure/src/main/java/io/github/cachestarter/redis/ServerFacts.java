package io.github.cachestarter.redis;

import java.time.Instant;

/**
 * What one Redis server said of itself. A fact that it does not tell is {@value #UNKNOWN}, or -1 for a number.
 *
 * @param address host and port
 * @param server the product and its version, such as {@code redis 7.0.15}
 * @param role {@code primary} or {@code replica}
 * @param evictionPolicy the {@code maxmemory-policy}
 * @param memory the memory of its data
 * @param traffic what it has thrown away, and for whom
 * @param runId the identity of the process; changes with every start
 * @param persistence {@code none}, {@code rdb}, {@code aof} or {@code rdb+aof}
 * @param at when it was asked
 */
public record ServerFacts(
        String address,
        String server,
        String role,
        String evictionPolicy,
        Memory memory,
        Traffic traffic,
        String runId,
        String persistence,
        Instant at) {

    /** Stands for a fact that the server does not tell. */
    public static final String UNKNOWN = "unknown";

    /** A server that tells nothing. */
    public static ServerFacts unknown(String address, Instant at) {
        return new ServerFacts(
                address,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                new Memory(-1, -1, -1),
                new Traffic(-1, -1, -1, -1, -1, -1),
                UNKNOWN,
                UNKNOWN,
                at);
    }

    /**
     * The memory of the data.
     *
     * @param usedBytes what is in use
     * @param maxBytes the limit; 0 = none
     * @param fragmentation the resident memory in relation to the one in use
     */
    public record Memory(long usedBytes, long maxBytes, double fragmentation) {

        /** How full it is, 0 to 1 and above; -1 if there is no limit or it is unknown. */
        public double usedRatio() {
            return maxBytes <= 0 || usedBytes < 0 ? -1 : (double) usedBytes / maxBytes;
        }
    }

    /**
     * What became of the keys.
     *
     * @param evictedKeys keys thrown away for lack of memory since the server started
     * @param evictionsPerSecond their rate between the last two looks
     * @param expiredKeys keys whose time was over since the server started
     * @param keys keys of the database that the cache uses
     * @param keysWithoutTtl those of them that never expire
     * @param connectedClients connections from everybody
     */
    public record Traffic(
            long evictedKeys,
            double evictionsPerSecond,
            long expiredKeys,
            long keys,
            long keysWithoutTtl,
            long connectedClients) {}
}
