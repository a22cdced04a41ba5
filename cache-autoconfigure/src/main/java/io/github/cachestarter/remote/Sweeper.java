package io.github.cachestarter.remote;

import java.util.function.LongSupplier;

/** Gives back the memory of entries that a clear has made invalid, some time after it. Thread-safe. */
@FunctionalInterface
public interface Sweeper {

    /** Sweeps nothing: entries stay until they are replaced or their time is over. */
    Sweeper NONE = clear -> {};

    /**
     * Begins to sweep, if that is worth it. Returns at once and never fails.
     *
     * @param clear the newest clear that is known, at any time
     */
    void sweep(LongSupplier clear);
}
