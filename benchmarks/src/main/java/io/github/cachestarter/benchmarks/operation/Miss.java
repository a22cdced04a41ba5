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

/** A key that is nowhere: look it up, load it (at no cost) and store it in every tier. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class Miss {

    @Param({"LETTUCE", "BOOT_REDIS", "BOOT_REDIS_IMMEDIATE", "JETCACHE", "REDISSON", "PROJECT"})
    Contender contender;

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
    public Product loadAndStore(Turn turn) throws Exception {
        return subject.getOrLoad(turn.nextFresh(), turn::product);
    }
}
