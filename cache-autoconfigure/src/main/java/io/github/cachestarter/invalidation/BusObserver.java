package io.github.cachestarter.invalidation;

import java.time.Duration;

/** Hears when the connection of the bus begins and ends to be proved; on a thread of the bus, so be brief. */
public interface BusObserver {

    /** An observer for those who do not care. */
    BusObserver NO_OP = new BusObserver() {};

    /**
     * Messages are proved to come through.
     *
     * @param shut how long they were not
     */
    default void opened(Duration shut) {}

    /**
     * Messages are not proved to come through any more.
     *
     * @param why what happened, for people
     */
    default void shut(String why) {}
}
