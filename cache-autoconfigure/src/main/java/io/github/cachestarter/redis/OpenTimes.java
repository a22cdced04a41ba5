package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long the breaker stays open: 500 ms, doubling with every failed probe to 5 s, each shortened by up to a fifth so
 * that instances do not probe in step. A breaker that had just closed goes on at 2 s: a Redis that flaps changes the
 * state no more than about once a second, and costs its timeouts that rarely.
 */
final class OpenTimes {

    static final Duration SHORTEST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(5);

    /** Opened again within this time after it closed: Redis flaps. */
    static final Duration FLAPPING = Duration.ofSeconds(10);

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
        step = flapping ? Math.max(FLAPPING_STEP, step + 1) : 0;
        return jittered();
    }

    /** The probe failed: how long until the next one? */
    Duration next() {
        step++;
        return jittered();
    }

    private Duration jittered() {
        long bound = Math.min(LONGEST.toNanos(), SHORTEST.toNanos() << Math.min(step, 10));
        return Duration.ofNanos((long) (bound * (1 - JITTER * random.getAsDouble())));
    }
}
