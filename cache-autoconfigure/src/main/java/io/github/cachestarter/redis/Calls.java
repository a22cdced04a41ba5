package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all pending replies share: the clock and timer of their deadlines, and who hears how they ended.
 *
 * @param nanoTime monotonic time in nanoseconds
 * @param timer ends what nobody awaits; a reply that is awaited needs none
 * @param onSuccess hears of every reply
 * @param onFailure hears of every failure, once
 */
record Calls(LongSupplier nanoTime, Timer timer, Runnable onSuccess, Consumer<RemoteException> onFailure) {

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
