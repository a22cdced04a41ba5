package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.load.LoadExecutors;
import io.github.cachestarter.load.LoadTimer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads for asynchronous callers and for the renewal of leases. Not an {@link Executor} itself: a bean of that type would make Spring Boot take
 * back the application's own task executor.
 */
final class CacheThreads implements AutoCloseable {

    private final ExecutorService executor = LoadExecutors.daemonPool();
    private final ScheduledExecutorService timer = LoadExecutors.daemonTimer();

    Executor executor() {
        return executor;
    }

    LoadTimer timer() {
        return LoadTimer.on(timer);
    }

    /** Calls that wait for an answer still get it. */
    @Override
    public void close() {
        timer.shutdownNow();
        executor.shutdown();
    }
}
