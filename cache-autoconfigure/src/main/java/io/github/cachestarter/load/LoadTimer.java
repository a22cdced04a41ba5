package io.github.cachestarter.load;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later, on a thread of its own. A task must neither block nor throw. Thread-safe. */
@FunctionalInterface
public interface LoadTimer {

    /** Runs the task once after the wait, never on the calling thread. */
    Scheduled after(Duration wait, Runnable task);

    /** Runs the task again and again, each time this long after the last one has ended. */
    default void every(Duration period, Runnable task) {
        after(period, () -> {
            task.run();
            every(period, task);
        });
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {

        /** Forgets the task; does nothing if it has begun. */
        void cancel();
    }

    /** A timer on an executor; once that is shut down, tasks are dropped. */
    static LoadTimer on(ScheduledExecutorService executor) {
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
