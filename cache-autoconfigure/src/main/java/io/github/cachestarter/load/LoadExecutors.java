package io.github.cachestarter.load;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors for the work of asynchronous callers. */
public final class LoadExecutors {

    private static final int LEAST = 8;
    private static final int PER_PROCESSOR = 4;
    private static final long IDLE_SECONDS = 30;

    private LoadExecutors() {}

    /**
     * Makes the default executor: daemon threads named {@code cache-starter-<n>}, four per processor but at least eight,
     * since user code may block there, and none while nobody calls. Its queue is unbounded, because a task that is turned
     * away is a call without an answer; what bounds it is the number of calls in flight. To be shut down by its owner.
     */
    public static ExecutorService daemonPool() {
        int threads = Math.max(LEAST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "cache-starter-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
