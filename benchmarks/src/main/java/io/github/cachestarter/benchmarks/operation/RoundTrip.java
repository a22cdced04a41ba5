package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.server.RedisControl;
import io.github.cachestarter.benchmarks.subject.Announcing;
import io.github.cachestarter.benchmarks.subject.LettuceSubject;
import io.github.cachestarter.benchmarks.subject.Product;
import io.github.cachestarter.benchmarks.subject.RedisAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the network and the server cost alone: one command with ready bytes on a connection of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH's fields
public class RoundTrip {

    private final byte[] key = "key".getBytes(StandardCharsets.UTF_8);
    private LettuceSubject lettuce;
    private Announcing announcing;
    private byte[] json;

    @Setup(Level.Trial)
    public void open() {
        RedisAddress redis = RedisAddress.given();
        RedisControl.flush(redis);
        lettuce = new LettuceSubject(redis);
        json = lettuce.encode(Product.of(1));
        announcing = new Announcing(redis);
        set();
    }

    @TearDown(Level.Trial)
    public void close() {
        announcing.close();
        lettuce.close();
    }

    @Benchmark
    public byte @Nullable [] get() {
        return lettuce.read(key);
    }

    @Benchmark
    public String set() {
        return lettuce.set(key, json);
    }

    @Benchmark
    public Long announcedSet() {
        return announcing.set(key, json);
    }

    @Benchmark
    public Long announcedDel(AnnouncedPresent present) {
        return announcing.delete(present.key);
    }

    @Benchmark
    public long del(Present present) {
        return lettuce.delete(present.key);
    }

    /** An entry that is there to be deleted. */
    @State(Scope.Thread)
    public static class Present {

        private byte[] key = {};

        @Setup(Level.Invocation)
        public void set(RoundTrip roundTrip) {
            key = roundTrip.key;
            roundTrip.set();
        }
    }

    /** The same by the way that tells of it, as a cache that announces its changes would have put it. */
    @State(Scope.Thread)
    public static class AnnouncedPresent {

        private byte[] key = {};

        @Setup(Level.Invocation)
        public void set(RoundTrip roundTrip) {
            key = roundTrip.key;
            roundTrip.announcedSet();
        }
    }
}
