package io.github.cachestarter.redis;

import java.time.Duration;

/**
 * How long Redis may take.
 *
 * @param readTimeout the deadline of a read, from the moment it is sent
 * @param writeTimeout the deadline of everything else that changes an entry
 * @param connectTimeout the deadline of a TCP connect, and again of the handshake and of the check that follow it
 */
public record RedisSettings(Duration readTimeout, Duration writeTimeout, Duration connectTimeout) {

    /** What holds when nothing is configured: 100 ms, 200 ms and 500 ms. */
    public static final RedisSettings DEFAULTS =
            new RedisSettings(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(500));

    public RedisSettings {
        requirePositive(readTimeout, "read timeout");
        requirePositive(writeTimeout, "write timeout");
        requirePositive(connectTimeout, "connect timeout");
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("The " + name + " of Redis must be positive but is " + duration);
        }
    }
}
