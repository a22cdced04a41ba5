package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.server.RedisServer;
import io.github.cachestarter.benchmarks.subject.Contender;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
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

/** A call while Redis is away and the breaker has opened: what an outage adds to the loader. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class OpenBreaker {

    private static final long PATIENCE = 20_000_000_000L;

    /**
     * What a cache has unless it says otherwise. Every call brings a new key: with the bound of the other benchmarks all of
     * them would be kept, and the garbage collector would be measured.
     */
    private static final int LOCAL_ENTRIES = 10_000;

    @Param({"LOCAL_FIRST", "REMOTE_ONLY"})
    Tiers tiers;

    private Subject subject;

    @Setup(Level.Trial)
    public void open(Turn turn) throws Exception {
        // Nobody listens there, so every attempt to connect is refused at once.
        subject = Contender.project(tiers, new RedisAddress(RedisServer.freePort()), LOCAL_ENTRIES);
        long deadline = System.nanoTime() + PATIENCE;
        while (!subject.breakerOpen()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The breaker stays closed though nobody answers");
            }
            call(turn);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        subject.close();
    }

    @Benchmark
    public Product call(Turn turn) throws Exception {
        return subject.getOrLoad(turn.nextFresh(), turn::product);
    }
}
