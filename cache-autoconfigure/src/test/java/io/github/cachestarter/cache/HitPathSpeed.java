package io.github.cachestarter.cache;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * What a hit in this process costs beside Spring's own cache over Caffeine, by hand: {@code main} prints nanoseconds and bytes
 * of a call of {@code Cache.get} and of a {@code @Cacheable} method, all in one run.
 */
final class HitPathSpeed {

    private static final int ROUNDS = 30;
    private static final int TIMES = 500_000;
    private static final String[] NAMES = {
        "Spring's Cache.get", "ours", "Spring's @Cacheable", "ours", "Spring's sync", "ours"
    };

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Object sink = "";

    private HitPathSpeed() {}

    public static void main(String[] args) {
        new HitPathSpeed().run();
    }

    private void run() {
        try (HitPaths paths = new HitPaths()) {
            Supplier<?>[] actions = {
                paths::springGet, paths::ourGet, paths::springCall, paths::ourCall, paths::springSync, paths::ourSync
            };
            double[] best = new double[actions.length];
            Arrays.fill(best, Double.MAX_VALUE);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < actions.length; i++) {
                    best[i] = Math.min(best[i], nanos(actions[i]));
                }
            }
            for (int i = 0; i < actions.length; i++) {
                double ratio = i % 2 == 0 ? 1 : best[i] / best[i - 1];
                System.out.printf("%-20s %6.1f ns %7.1f bytes  %.2f%n", NAMES[i], best[i], bytes(actions[i]), ratio);
            }
            System.out.println(sink == null ? "no hit" : "all hits");
        }
    }

    private double bytes(Supplier<?> action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            sink = action.get();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) TIMES;
    }

    private double nanos(Supplier<?> action) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TIMES; i++) {
            sink = action.get();
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) TIMES;
    }
}
