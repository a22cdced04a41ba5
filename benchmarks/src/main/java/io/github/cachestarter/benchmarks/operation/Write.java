package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Writes, acknowledged by Redis where the subject does so: Boot's cache does not unless told to. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class Write {

    @Param({"LETTUCE", "BOOT_REDIS", "BOOT_REDIS_IMMEDIATE", "JETCACHE", "REDISSON", "PROJECT"})
    Contender contender;

    private final String[] keys = Product.keys(Stock.ENTRIES);
    private Subject subject;

    @Setup(Level.Trial)
    public void open() {
        subject = Stock.empty(contender, Tiers.LOCAL_FIRST);
    }

    @TearDown(Level.Trial)
    public void close() {
        subject.close();
    }

    @Benchmark
    public void put(Turn turn) {
        subject.put(turn.next(keys), turn.product());
    }

    @Benchmark
    public void evict(Present present) {
        subject.evict(present.key);
    }

    /** An entry that is there to be evicted. An eviction takes so long that the clock around it does not matter. */
    @State(Scope.Thread)
    public static class Present {

        private String key = "";

        @Setup(Level.Invocation)
        public void put(Write write, Turn turn) {
            key = turn.next(write.keys);
            write.subject.put(key, turn.product());
        }
    }
}
