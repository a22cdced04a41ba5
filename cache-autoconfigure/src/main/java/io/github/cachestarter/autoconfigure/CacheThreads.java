package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.load.Background;
import io.github.cachestarter.load.LoadExecutors;
import io.github.cachestarter.load.LoadTimer;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads for asynchronous callers, refreshes, loads on no caller's thread, what keeps leases and changes alive, and
 * events. Not an {@link
 * Executor} itself: a bean of that type would make Spring Boot take back the application's own task executor.
 */
final class CacheThreads implements AutoCloseable {

    private final ExecutorService executor = LoadExecutors.daemonPool();
    private final ExecutorService refreshes = LoadExecutors.refreshPool();
    private final ExecutorService loads = LoadExecutors.loadPool();
    private final ExecutorService notifier = LoadExecutors.daemonThread("cache-starter-events");
    private final ScheduledExecutorService timer = LoadExecutors.daemonTimer();

    /** One thread that calls listeners of the application. */
    Executor notifier() {
        return notifier;
    }

    Executor executor() {
        return executor;
    }

    /** Has a thread for each task, so that none ever waits behind code of the application. */
    Executor unqueued() {
        return loads;
    }

    LoadTimer timer() {
        return LoadTimer.on(timer);
    }

    Background background() {
        return new Background(refreshes, loads, timer());
    }

    /** Calls that wait for an answer still get it. */
    @Override
    public void close() {
        timer.shutdownNow();
        refreshes.shutdownNow();
        loads.shutdown();
        executor.shutdown();
        notifier.shutdown();
    }
}
