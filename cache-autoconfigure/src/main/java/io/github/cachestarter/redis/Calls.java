package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * What all pending replies share: the clock and timer of their deadlines.
 *
 * @param nanoTime monotonic time in nanoseconds
 * @param timer ends what nobody awaits; a reply that is awaited needs none
 */
record Calls(LongSupplier nanoTime, Timer timer) {

    /** Time that passed since then, in nanoseconds. */
    Duration since(long nanos) {
        return Duration.ofNanos(nanoTime.getAsLong() - nanos);
    }

    /** Runs a callback on the executor; on our own thread if that takes no more tasks, never on the connection's. */
    void callBack(Executor executor, Runnable callback) {
        try {
            executor.execute(callback);
        } catch (RejectedExecutionException ex) {
            timer.soon(callback);
        }
    }
}
