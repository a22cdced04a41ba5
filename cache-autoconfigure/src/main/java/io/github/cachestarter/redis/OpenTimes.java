package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long the breaker stays open: 500 ms, doubling with every failed probe to 5 s, each shortened by up to a fifth so
 * that instances do not probe in step. A breaker that had just closed stays open for 2 to 2.5 s: a Redis that flaps changes
 * the state no more than once a second, costs its timeouts that rarely, and is still used within 3 s of its return.
 */
final class OpenTimes {

    static final Duration SHORTEST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** Opened again within this time after it closed: Redis flaps. */
    static final Duration FLAPPING = Duration.ofSeconds(10);

    private static final Duration FIRST_WHILE_FLAPPING = Duration.ofMillis(2_500);
    private static final int FLAPPING_STEP = 2;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private int step;

    /** @param random numbers from 0 to below 1 */
    OpenTimes(DoubleSupplier random) {
        this.random = random;
    }

    /** The breaker opened: how long until the first probe? */
    Duration first(boolean flapping) {
        step = flapping ? FLAPPING_STEP : 0;
        return jittered(flapping ? FIRST_WHILE_FLAPPING.toNanos() : bound());
    }

    /** The probe failed: how long until the next one? */
    Duration next() {
        step++;
        return jittered(bound());
    }

    private long bound() {
        return Math.min(LONGEST.toNanos(), SHORTEST.toNanos() << Math.min(step, 10));
    }

    private Duration jittered(long bound) {
        return Duration.ofNanos((long) (bound * (1 - JITTER * random.getAsDouble())));
    }
}
