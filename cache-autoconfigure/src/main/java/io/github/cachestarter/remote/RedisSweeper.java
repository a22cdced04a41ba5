package io.github.cachestarter.remote;

import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.EntryHead;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import io.github.cachestarter.redis.Sweep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the invalid entries of one cache out of Redis. Nothing needs that but the memory they take, so it is done only
 * while memory is short, slowly, and by one instance at a time: the one that holds a lease in a key of its own, under the
 * same scripts as all leases. A holder that crashes costs the rest of its lease, during which nothing is swept. A clear
 * that comes while a sweep is under way makes it go round once more. What a tag made invalid stays until it is replaced or
 * its time is over: it could only be found by reading every entry. Thread-safe.
 */
public final class RedisSweeper implements Sweeper {

    private static final Logger log = LoggerFactory.getLogger(RedisSweeper.class);

    private static final byte[] LEASE =
            Long.toString(Duration.ofMinutes(10).toMillis()).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOBODY = new byte[Long.BYTES];

    private final RedisGateway gateway;
    private final KeyNames names;
    private final Housekeeping housekeeping;

    /**
     * Creates the sweeper of one cache.
     *
     * @param names the names of that cache
     */
    public RedisSweeper(RedisGateway gateway, KeyNames names, Housekeeping housekeeping) {
        this.gateway = gateway;
        this.names = names;
        this.housekeeping = housekeeping;
    }

    @Override
    public void sweep(LongSupplier clear) {
        if (!housekeeping.memoryShort().getAsBoolean()) {
            return;
        }
        Token token = housekeeping.tokens().get();
        gateway.run(Script.ACQUIRE, names.sweep(), token.bytes(), LEASE, NOBODY)
                .whenDone(housekeeping.executor(), (reply, failure) -> {
                    if (reply instanceof Long rest && rest < 0) {
                        walk(clear, token);
                    }
                });
    }

    private void walk(LongSupplier clear, Token token) {
        long begun = clear.getAsLong();
        Sweep sweep = new Sweep(
                names.pattern(),
                EntryHead.BYTES,
                head -> EntryHead.isOlder(head, clear.getAsLong()),
                housekeeping.memoryShort());
        gateway.unlink(sweep).whenDone(housekeeping.executor(), (removed, failure) -> {
            log.debug("Swept {} cleared entries of the cache '{}'", removed, names.cache(), failure);
            if (failure == null
                    && clear.getAsLong() > begun
                    && housekeeping.memoryShort().getAsBoolean()) {
                walk(clear, token);
            } else {
                release(token);
            }
        });
    }

    private void release(Token token) {
        byte[] channel = names.channel().getBytes(StandardCharsets.UTF_8);
        String key = new String(names.sweep(), StandardCharsets.UTF_8);
        byte[] ready = new Announcement(Announcement.Kind.READY, 0, names.cache(), key).encode();
        gateway.run(Script.RELEASE, names.sweep(), token.bytes(), channel, ready)
                .whenDone(housekeeping.executor(), (reply, failure) -> {});
    }

    /**
     * What all sweepers share.
     *
     * @param memoryShort whether sweeping is worth it now; cheap, asked for each batch on the threads of the connections
     * @param tokens makes random tokens
     * @param executor for short tasks
     */
    public record Housekeeping(BooleanSupplier memoryShort, Supplier<Token> tokens, Executor executor) {}
}
