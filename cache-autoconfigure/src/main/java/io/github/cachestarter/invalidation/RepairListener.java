package io.github.cachestarter.invalidation;

import java.time.Duration;

/** Hears what happens to changes that have not reached Redis. Called on any thread: be brief and never throw. */
public interface RepairListener {

    /** A listener for those who do not care. */
    RepairListener NO_OP = new RepairListener() {};

    /** A change of this cache was entered. Called for each. */
    default void entered(String cache) {}

    /** There were too many: so many evictions of this cache became one clear of it. */
    default void collapsed(String cache, int keys) {}

    /**
     * Nothing is pending any more.
     *
     * @param repaired how many changes reached Redis later, since the start
     */
    default void emptied(long repaired) {}

    /** The instance ends while this is pending, after having waited so long. */
    default void abandoned(RepairState state, Duration waited) {}
}
