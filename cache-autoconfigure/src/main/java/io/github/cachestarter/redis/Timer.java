package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later, on one thread of its own. A task must neither block nor throw. */
@FunctionalInterface
interface Timer {

    /** Runs the task once after the wait; never on the calling thread. */
    Task after(Duration wait, Runnable task);

    /** Runs the task as soon as possible; never on the calling thread. */
    default void soon(Runnable task) {
        after(Duration.ZERO, task);
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Task {

        /** Does nothing if the task has begun. */
        void cancel();
    }

    /** A timer on an executor; once that is shut down, tasks are dropped. */
    static Timer on(ScheduledExecutorService executor) {
        return (wait, task) -> {
            try {
                ScheduledFuture<?> scheduled = executor.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            } catch (RejectedExecutionException ex) {
                return () -> {};
            }
        };
    }
}
