package io.github.cachestarter.invalidation;

import io.github.cachestarter.codec.Sender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the bus needs to know.
 *
 * @param sender what tells this instance's messages from others', the same that its remote stores use
 * @param maxStaleness how old an entry in the process may be after another instance has changed it; half a second at least
 * @param nanoTime monotonic time in nanoseconds, the same that readers ask gates with
 * @param wall the wall clock
 */
public record BusSettings(Sender sender, Duration maxStaleness, LongSupplier nanoTime, InstantSource wall) {

    /** The least staleness that can be promised: several PINGs have to fit in. */
    public static final Duration MINIMUM_STALENESS = Duration.ofMillis(500);

    public BusSettings {
        if (maxStaleness.compareTo(MINIMUM_STALENESS) < 0) {
            throw new IllegalArgumentException(
                    "The maximum staleness (cache-starter.local.max-staleness) must be at least "
                            + MINIMUM_STALENESS.toMillis() + " ms but is " + maxStaleness.toMillis() + " ms");
        }
    }
}
