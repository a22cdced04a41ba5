package io.github.cachestarter.insight;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How long hits in the process' own memory take, from a few of them: looking at the clock takes as long as a hit does, so it is
 * done for one a millisecond at most. Which one is chosen like this: of the hits that are chosen at random anyway ({@link
 * ChoosingCounter}), the first of a millisecond has the next read timed, whichever thread makes it. So a read asks one
 * question more, whose answer lies in a cache line that is hardly ever written; and the sample is even over the busy
 * milliseconds, not over the hits.
 *
 * <p>The copy of a value that callers may change is part of what is timed, and so are about 25 ns of the clock's own.
 * Thread-safe; of two that ask at the same time both may be timed.
 */
final class LocalHitTiming {

    private static final long APART_NANOS = 1_000_000;

    private final LongSupplier ticker;
    private final Latency latency;
    private volatile boolean next;
    private volatile long chosenAt;

    LocalHitTiming(LongSupplier ticker, IntSupplier random) {
        this.ticker = ticker;
        this.latency = Latency.ofNanos(random);
        this.chosenAt = ticker.getAsLong();
    }

    /** Whether the next read is to be timed. */
    boolean isNext() {
        return next;
    }

    /** A hit was chosen at random. */
    void chosen() {
        long now = ticker.getAsLong();
        if (now - chosenAt >= APART_NANOS) {
            chosenAt = now;
            next = true;
        }
    }

    /** The read that was timed was a hit. */
    void took(long nanos) {
        next = false;
        latency.record(nanos);
    }

    /** The percentiles now; zeros if nothing was timed. */
    Percentiles percentiles() {
        return latency.percentiles();
    }
}
