package io.github.cachestarter.load;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors for the work of asynchronous callers. */
public final class LoadExecutors {

    private static final int LEAST = 8;
    private static final int PER_PROCESSOR = 4;
    private static final long IDLE_SECONDS = 30;
    private static final int LEAST_REFRESHES = 4;
    private static final int WAITING_REFRESHES = 256;

    private LoadExecutors() {}

    /** Makes the thread of a {@link LoadTimer}, of which there is none while nothing waits. To be shut down by its owner. */
    public static ScheduledExecutorService daemonTimer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "cache-starter-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /**
     * Makes an executor of one daemon thread, of which there is none while nothing is to be done. To be shut down by its
     * owner.
     */
    public static ExecutorService daemonThread(String name) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, name));
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /**
     * Makes the default executor: daemon threads named {@code cache-starter-<n>}, four per processor but at least eight,
     * and none while nobody calls. It completes answers and so runs what callers hang on them, which ought not to block; no
     * loader runs there. Its queue is unbounded, because a task that is turned away is a call without an answer; what bounds
     * it is the number of calls in flight. To be shut down by its owner: whoever waits for an answer then still gets it, from
     * a thread of its own.
     */
    public static ExecutorService daemonPool() {
        int threads = Math.max(LEAST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "cache-starter-" + number.incrementAndGet()),
                (task, closed) -> daemon(task, "cache-starter-late").start());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Makes the executor of refreshes: daemon threads named {@code cache-starter-refresh-<n>}, two per processor but at
     * least four, since loaders block there; what waits is bounded, and the rest is turned away. To be shut down by its
     * owner.
     */
    public static ExecutorService refreshPool() {
        int threads = Math.max(LEAST_REFRESHES, 2 * Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_REFRESHES),
                task -> daemon(task, "cache-starter-refresh-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Makes the executor of loads that do not run on their caller's thread: a daemon thread named {@code cache-starter-load-<n>}
     * for each, since a load must not wait for one that hangs, or that waits for it. To be shut down by its owner: what runs
     * then still ends.
     */
    public static ExecutorService loadPool() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "cache-starter-load-" + number.incrementAndGet()),
                (task, closed) -> daemon(task, "cache-starter-late").start());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
