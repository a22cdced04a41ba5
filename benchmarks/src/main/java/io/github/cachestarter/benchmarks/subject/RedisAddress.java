package io.github.cachestarter.benchmarks.subject;

/**
 * Where the Redis is that subjects use; always on the loopback address. Handed to other JVMs as a system property.
 *
 * @param port its TCP port
 */
public record RedisAddress(int port) {

    /** The system property that holds the port. */
    public static final String PROPERTY = "benchmarks.redis.port";

    /** Always the loopback address. */
    public String host() {
        return "127.0.0.1";
    }

    /** As Lettuce and Redisson write it. */
    public String url() {
        return "redis://" + host() + ":" + port;
    }

    /** The option of a JVM that is to use this Redis. */
    public String option() {
        return "-D" + PROPERTY + "=" + port;
    }

    /** The one this JVM was told to use. */
    public static RedisAddress given() {
        Integer port = Integer.getInteger(PROPERTY);
        if (port == null) {
            throw new IllegalStateException("No Redis to measure with: -D" + PROPERTY
                    + " is not set. Start benchmarks through Measure, which starts a Redis.");
        }
        return new RedisAddress(port);
    }
}
