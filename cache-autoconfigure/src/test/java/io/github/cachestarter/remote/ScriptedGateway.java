package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import io.github.cachestarter.redis.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gateway that answers what a test says and remembers what it was asked. */
final class ScriptedGateway implements RedisGateway {

    final List<Script> ran = new ArrayList<>();
    int timeReads;
    Function<byte[], String> clock = key -> "one server";
    Supplier<Pending<Long>> time = () -> Pending.of(0L);
    Supplier<Pending<@Nullable Object>> reply = () -> Pending.of(0L);
    Supplier<Pending<byte @Nullable []>> value = () -> Pending.of(null);

    @Override
    public Pending<byte @Nullable []> get(byte[] key) {
        return value.get();
    }

    @Override
    public Pending<@Nullable Object> run(Script script, byte[] key, byte[]... arguments) {
        ran.add(script);
        return reply.get();
    }

    @Override
    public Pending<Long> unlink(Sweep sweep) {
        return Pending.of(0L);
    }

    @Override
    public Pending<Long> serverTimeMicros(byte[] key) {
        timeReads++;
        return time.get();
    }

    @Override
    public String clockOf(byte[] key) {
        return clock.apply(key);
    }

    @Override
    public boolean available() {
        return true;
    }
}
