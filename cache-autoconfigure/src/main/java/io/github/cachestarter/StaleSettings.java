package io.github.cachestarter;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How long an entry whose time is over may stand in for a load that fails.
 *
 * @param onError for how long after its time is over; zero: never
 * @param throttle for how long it counts as fresh again after a load has failed, so that the source is left alone
 * @param ignore failures that say the thing is gone: their subclasses as well, they reach the caller, and the entry goes
 * @param onEvict whether what was evicted or cleared may stand in as well, instead of being gone for good
 */
public record StaleSettings(Duration onError, Duration throttle, List<Class<?>> ignore, boolean onEvict) {

    /** Never. */
    public static final StaleSettings OFF = new StaleSettings(Duration.ZERO, Duration.ofSeconds(30), List.of());

    public StaleSettings {
        Objects.requireNonNull(onError, "onError");
        Objects.requireNonNull(throttle, "throttle");
        ignore = List.copyOf(ignore);
    }

    /** The same where an eviction takes the right to serve an entry. */
    public StaleSettings(Duration onError, Duration throttle, List<Class<?>> ignore) {
        this(onError, throttle, ignore, false);
    }

    /** Whether a stale entry is ever served. */
    public boolean on() {
        return !onError.isZero();
    }
}
