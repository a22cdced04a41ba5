package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.Subject;
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

/** The same through a {@code @Cacheable} method, proxy and all. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class CachedMethodHit {

    @Param({"SPRING_CAFFEINE", "REDISSON", "PROJECT", "PROJECT_WITHOUT_INSIGHT"})
    Contender contender;

    private final String[] keys = Product.keys(Stock.ENTRIES);
    private Subject subject;

    @Setup(Level.Trial)
    public void open() {
        subject = Stock.filledLocally(contender, keys);
    }

    @TearDown(Level.Trial)
    public void close() {
        subject.close();
    }

    @Benchmark
    public Product call(Turn turn) {
        return subject.call(turn.next(keys));
    }
}
