package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that read and evict a few keys again and again through a gateway, each a key of its own list, and keep book:
 * when calls failed, why, and how long they took.
 */
final class SteadyLoad implements AutoCloseable {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    private final ExecutorService threads;
    private final RedisGateway gateway;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger successes = new AtomicInteger();
    private volatile boolean stopped;

    private SteadyLoad(RedisGateway gateway, int threads) {
        this.gateway = gateway;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    /** A failed call: its key, when it began, how long it took and why it failed. */
    record Call(String key, long began, Duration took, RemoteException failure) {

        RemoteException.Reason reason() {
            return failure.reason();
        }
    }

    /** Starts the threads; all calls have been successful for a while when this returns. */
    static SteadyLoad start(RedisGateway gateway, int threads, List<String> keys) {
        SteadyLoad load = new SteadyLoad(gateway, threads);
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            load.threads.execute(() -> load.run(keys, first));
        }
        load.awaitSuccesses();
        return load;
    }

    /** The calls that failed since the start or {@link #forget()}. */
    List<Call> failed() {
        return List.copyOf(calls);
    }

    /** Throwables that no caller should ever see. */
    List<Throwable> surprises() {
        return List.copyOf(surprises);
    }

    /** From that moment to the end of the last call that failed. */
    Duration outageSince(long began) {
        return failed().stream()
                .map(call -> call.took().plusNanos(call.began() - began))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    void forget() {
        calls.clear();
    }

    /** Waits until a thousand more calls were successful. */
    void awaitSuccesses() {
        int before = successes.get();
        await().pollInterval(Duration.ofMillis(10)).atMost(LONG_ENOUGH).until(() -> successes.get() > before + 1_000);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        await().atMost(LONG_ENOUGH).until(threads::isTerminated);
    }

    private void run(List<String> keys, int first) {
        for (int i = first; !stopped; i++) {
            String key = keys.get(i % keys.size());
            long began = System.nanoTime();
            try {
                if (i % 10 == 0) {
                    gateway.run(Script.EVICT, key.getBytes(UTF_8), "news".getBytes(UTF_8), "gone".getBytes(UTF_8))
                            .await();
                } else {
                    gateway.get(key.getBytes(UTF_8)).await();
                }
                successes.incrementAndGet();
            } catch (RemoteException ex) {
                calls.add(new Call(key, began, Duration.ofNanos(System.nanoTime() - began), ex));
                pause();
            } catch (Throwable ex) {
                surprises.add(ex);
            }
        }
    }

    /** As long as a small loader takes: an outage must not turn the load into a busy loop. */
    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
    }
}
