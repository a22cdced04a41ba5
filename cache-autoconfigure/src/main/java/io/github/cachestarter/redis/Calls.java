package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
record Calls(
        LongSupplier nanoTime,
        ScheduledExecutorService timer,
        Runnable onSuccess,
        Consumer<RemoteException> onFailure) {

    /** Makes a command fail after so many nanoseconds unless it has its reply by then. */
    ScheduledFuture<?> endAfter(long nanos, CompletableFuture<?> command, TimeoutException failure) {
        return timer.schedule(() -> command.completeExceptionally(failure), Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Runs a callback on the executor; on our own thread if that takes no more tasks, never on the connection's. */
    void callBack(Executor executor, Runnable callback) {
        try {
            executor.execute(callback);
        } catch (RejectedExecutionException ex) {
            timer.execute(callback);
        }
    }
}
