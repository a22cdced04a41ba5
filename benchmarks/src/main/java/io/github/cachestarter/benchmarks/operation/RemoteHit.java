package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.Subject;
import io.github.cachestarter.benchmarks.subject.Tiers;
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

/** A hit in Redis, with nothing in the process. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class RemoteHit {

    @Param({"LETTUCE", "BOOT_REDIS", "JETCACHE", "REDISSON", "PROJECT"})
    Contender contender;

    @Param("1000")
    int entries;

    private String[] keys;
    private Subject subject;

    @Setup(Level.Trial)
    public void open() {
        keys = Product.keys(entries);
        subject = Stock.filled(contender, Tiers.REMOTE_ONLY, keys);
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
}
