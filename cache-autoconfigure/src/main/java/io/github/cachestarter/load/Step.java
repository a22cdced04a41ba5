package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a call does next. The protocol is written once, as functions that return the next step; a
 * {@link BlockingCaller} performs the steps in a loop on the caller's own thread, an {@link AsyncCaller} goes on with
 * the next one when the last is done. Steps as data, and not calls within calls, so that a caller who waits for a lease
 * through a thousand polls does not grow its stack.
 */
sealed interface Step {

    /** Waits for the remote tier. */
    record Remote<T extends @Nullable Object>(
            Pending<T> pending, Function<T, Step> then, Function<RuntimeException, Step> failed) implements Step {}

    /** Runs the caller's loader within a scope. */
    record Load(LoadScope scope, Function<Outcome, Step> then) implements Step {}

    /** Waits until the signal is raised, but not longer than this. */
    record Wait(Signal signal, long nanos, Function<WaitEnd, Step> then) implements Step {}

    /** Ends the call. */
    record Done(Outcome outcome) implements Step {}

    /** How a wait ended. */
    enum WaitEnd {
        RAISED,
        TIMED_OUT,
        INTERRUPTED
    }

    /** Sends a command and goes on with its reply; one that cannot even be sent counts as failed. */
    static <T extends @Nullable Object> Step remote(
            Supplier<Pending<T>> command, Function<T, Step> then, Function<RuntimeException, Step> failed) {
        Pending<T> pending;
        try {
            pending = command.get();
        } catch (RuntimeException ex) {
            return failed.apply(ex);
        }
        return new Remote<>(pending, then, failed);
    }
}
