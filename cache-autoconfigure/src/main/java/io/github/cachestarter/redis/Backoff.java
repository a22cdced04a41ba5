package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Full jitter: a wait is spread evenly between the shortest one and a bound that doubles with every failure, so that the
 * instances of an application do not all come back in the same millisecond. Thread-safe if its source of randomness is.
 */
final class Backoff {

    private final Duration shortest;
    private final Duration longest;
    private final DoubleSupplier random;

    /**
     * @param shortest the shortest wait, and the bound of the first one
     * @param longest the bound that no wait exceeds
     * @param random numbers from 0 to below 1
     */
    Backoff(Duration shortest, Duration longest, DoubleSupplier random) {
        this.shortest = shortest;
        this.longest = longest;
        this.random = random;
    }

    /** How long to wait after so many failures in a row. */
    Duration after(int failures) {
        long bound = Math.min(longest.toNanos(), shortest.toNanos() << Math.min(failures, 20));
        long spread = (long) ((bound - shortest.toNanos()) * random.getAsDouble());
        return shortest.plusNanos(Math.max(0, spread));
    }
}
