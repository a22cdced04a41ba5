package io.github.cachestarter.cache;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What a hit in this process leaves for the garbage collector: {@code main} prints the bytes of a call of our
 * {@code Cache.get}, of our {@code @Cacheable} method and of the same method with Spring's own cache.
 *
 * <p>Only without escape analysis is that the same number in every run: which objects the optimising compiler removes depends
 * on what it has inlined so far.
 */
final class HitPathBytes {

    static final String COMPILER = "-XX:TieredStopAtLevel=1";

    private static final int TIMES = 20_000;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Object last = "";

    private HitPathBytes() {}

    public static void main(String[] args) {
        HitPathBytes here = new HitPathBytes();
        try (HitPaths paths = new HitPaths()) {
            System.out.println(here.bytes(paths::ourGet));
            System.out.println(here.bytes(paths::ourCall));
            System.out.println(here.bytes(paths::springCall));
        }
        if (here.last == null) {
            throw new IllegalStateException("The last call was no hit");
        }
    }

    private double bytes(Supplier<?> action) {
        run(action);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(action);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) TIMES;
    }

    private void run(Supplier<?> action) {
        for (int i = 0; i < TIMES; i++) {
            last = action.get();
        }
    }
}
