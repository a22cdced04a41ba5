package io.github.cachestarter;

import java.time.Instant;

/** Moments at which all entries of a cache expire together. Immutable. */
@FunctionalInterface
public interface ExpirySchedule {

    /** The first such moment after this one. */
    Instant next(Instant now);
}
