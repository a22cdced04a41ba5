package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.Subject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A hit in the process: what nearly every call of a cached method costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class LocalHit {

    @Param({"CAFFEINE", "SPRING_CAFFEINE", "JETCACHE", "REDISSON", "PROJECT", "PROJECT_WITHOUT_INSIGHT"})
    Contender contender;

    @Param("1000")
    int entries;

    private String[] keys;
    private Subject subject;

    @Setup(Level.Trial)
    public void open() {
        keys = Product.keys(entries);
        subject = Stock.filledLocally(contender, keys);
        Stock.mix(keys);
    }

    @TearDown(Level.Trial)
    public void close() {
        subject.close();
    }

    @Benchmark
    public @Nullable Product get(Turn turn) {
        return subject.get(turn.next(keys));
    }

    @Benchmark
    public Product getOrLoad(Turn turn) throws Exception {
        return subject.getOrLoad(turn.next(keys), Unexpected.LOAD);
    }
}
