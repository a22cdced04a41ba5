package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;

/**
 * Hears when the breaker gives Redis up and when it comes back, in turns. Called on a thread of its own, so it may take
 * its time.
 */
public interface AvailabilityListener {

    /** A listener for those who do not care. */
    AvailabilityListener NO_OP = new AvailabilityListener() {};

    /**
     * From now on nothing is sent.
     *
     * @param cause the last of the failures that led to this
     */
    default void unavailable(RemoteException cause) {}

    /**
     * Redis answers again.
     *
     * @param outage the time since {@link #unavailable}
     */
    default void recovered(Duration outage) {}
}
