package io.github.cachestarter.invalidation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs tasks later, never on the calling thread; not at all if there is a shutdown before. */
@FunctionalInterface
public interface Delays extends Executor {

    /** How long a task waits that found no thread. */
    Duration AGAIN = Duration.ofMillis(250);

    /** Runs the task once after the wait. */
    void after(Duration wait, Runnable task);

    @Override
    default void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** Delays on an executor. Needs no thread of its own. */
    static Delays on(Executor executor) {
        return (wait, task) -> CompletableFuture.delayedExecutor(
                        wait.toNanos(), TimeUnit.NANOSECONDS, later -> execute(executor, later))
                .execute(task);
    }

    private static void execute(Executor executor, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ex) {
            // Closed meanwhile: nothing is to be done any more.
        } catch (OutOfMemoryError ex) {
            // No thread can be started now. A task that is dropped may be one that plans the next.
            on(executor).after(AGAIN, task);
        }
    }
}
