package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Product;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** What {@link OpenBreaker} contains besides the cache: a fresh key, and the loader. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LoaderAlone {

    @Benchmark
    public Product call(Turn turn, Blackhole keys) {
        keys.consume(turn.nextFresh());
        return turn.product();
    }
}
