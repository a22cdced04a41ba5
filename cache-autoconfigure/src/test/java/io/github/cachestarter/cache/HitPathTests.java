package io.github.cachestarter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hit in this process leaves for the garbage collector; how long it takes, {@link HitPathSpeed} tells. */
class HitPathTests {

    private static final int TIMES = 20_000;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HitPaths paths = new HitPaths();

    private Object last = "";

    @AfterEach
    void close() {
        paths.close();
    }

    @Test
    void a_hit_of_an_immutable_value_leaves_nothing() {
        assertThat(bytes(paths::ourGet)).isLessThan(1);
        assertThat(last).isNotNull();
    }

    @Test
    void a_hit_of_an_annotated_method_leaves_no_more_than_with_springs_own_cache() {
        // What the compiler has optimised away by now differs from run to run, and it comes late where there is little
        // CPU.
        double ours = Double.MAX_VALUE;
        double springs = Double.MAX_VALUE;
        for (int i = 0; i < 15; i++) {
            ours = Math.min(ours, bytes(paths::ourCall));
            springs = Math.min(springs, bytes(paths::springCall));
        }
        assertThat(ours).isLessThanOrEqualTo(springs * 1.05);
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
