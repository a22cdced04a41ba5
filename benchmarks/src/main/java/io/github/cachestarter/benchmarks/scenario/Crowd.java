package io.github.cachestarter.benchmarks.scenario;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** One JVM of a stampede: for each key on its input all threads ask for it at once; it answers loads and latencies. */
final class Crowd {

    static final int LOADER_MILLIS = 100;

    private final Subject subject;
    private final int threads;
    private final ExecutorService executor;

    private Crowd(Subject subject, int threads) {
        this.subject = subject;
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** The arguments are a contender and a number of threads. */
    public static void main(String[] args) throws Exception {
        try (Subject subject = Contender.valueOf(args[0]).open(Tiers.LOCAL_FIRST, RedisAddress.given());
                BufferedReader keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Crowd crowd = new Crowd(subject, Integer.parseInt(args[1]));
            crowd.rush("warm-up");
            ChildJvm.answer("ready");
            for (String key = keys.readLine(); key != null; key = keys.readLine()) {
                ChildJvm.answer(crowd.rush(key));
            }
            crowd.executor.shutdown();
        }
    }

    private String rush(String key) throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            callers.add(executor.submit(() -> {
                ready.countDown();
                start.await();
                long began = System.nanoTime();
                subject.getOrLoad(key, () -> load(loads));
                return System.nanoTime() - began;
            }));
        }
        ready.await();
        start.countDown();
        List<Long> nanos = new ArrayList<>();
        for (Future<Long> caller : callers) {
            nanos.add(caller.get());
        }
        return loads + nanos.stream().map(nano -> " " + nano).collect(Collectors.joining());
    }

    private static Product load(AtomicInteger loads) throws InterruptedException {
        loads.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(LOADER_MILLIS);
        return Product.of(1);
    }
}
