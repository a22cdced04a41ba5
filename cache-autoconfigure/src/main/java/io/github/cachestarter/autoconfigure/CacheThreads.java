package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.load.LoadExecutors;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * The threads for asynchronous callers. Not an {@link Executor} itself: a bean of that type would make Spring Boot take
 * back the application's own task executor.
 */
final class CacheThreads implements AutoCloseable {

    private final ExecutorService executor = LoadExecutors.daemonPool();

    Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
