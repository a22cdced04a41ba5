package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Threads that read all products and change their own, all the time, through annotated methods. They write down what
 * was thrown and every value that is older than a change whose call had returned when the read began.
 */
final class ShopTraffic implements AutoCloseable {

    static final int PRODUCTS = 48;
    private static final int THREADS = 16;
    private static final int CALLS = 50;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final VersionedShop shop;
    private final AtomicLongArray database;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLongArray changed = new AtomicLongArray(PRODUCTS);
    private final AtomicIntegerArray calls = new AtomicIntegerArray(THREADS);
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final Queue<String> old = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private ShopTraffic(VersionedShop shop, AtomicLongArray database) {
        this.shop = shop;
        this.database = database;
    }

    static ShopTraffic start(VersionedShop shop, AtomicLongArray database) {
        ShopTraffic traffic = new ShopTraffic(shop, database);
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            traffic.threads.execute(() -> traffic.run(number));
        }
        return traffic;
    }

    /** Waits until every thread has made a good number of calls more: none of them hangs. */
    void awaitEveryThread() {
        List<Integer> before = counts();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            List<Integer> now = counts();
            for (int thread = 0; thread < THREADS; thread++) {
                assertThat(now.get(thread) - before.get(thread))
                        .as("thread %s", thread)
                        .isGreaterThan(CALLS);
            }
        });
    }

    void nothingWasThrownAndNothingOldWasRead() {
        assertThat(thrown).as("thrown").isEmpty();
        assertThat(old).as("old values").isEmpty();
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        await().atMost(LONG_ENOUGH).until(threads::isTerminated);
    }

    private List<Integer> counts() {
        return IntStream.range(0, THREADS).mapToObj(calls::get).toList();
    }

    private void run(int thread) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (!stopped) {
            int own = thread + THREADS * random.nextInt(PRODUCTS / THREADS);
            try {
                switch (random.nextInt(20)) {
                    case 0 -> remove(own);
                    case 1 -> rename(own);
                    default -> read(random.nextInt(PRODUCTS));
                }
            } catch (Throwable ex) {
                thrown.add(ex);
            }
            calls.incrementAndGet(thread);
        }
    }

    /** Nobody else changes it, so what the database has now is what this call has written. */
    private void remove(int own) {
        shop.remove(own);
        changed.set(own, database.get(own));
    }

    private void rename(int own) {
        changed.set(own, shop.rename(own));
    }

    private void read(int id) {
        long atLeast = changed.get(id);
        long found = shop.product(id);
        if (found < atLeast) {
            old.add("product " + id + ": " + found + " after " + atLeast);
        }
    }
}
