package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Script;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The {@link RemoteStore} of one cache in Redis. A read is a plain {@code GET}; everything else is one script on the one
 * key, so that comparing, changing and announcing are one step on the server. The scripts lie beside {@link Script} and
 * say themselves what they reply.
 *
 * <p>Why the lease sits in the value's own key: docs/decisions/0001-lease-in-the-value-key.md.
 */
public final class RedisRemoteStore implements RemoteStore {

    private static final long DONE = 1;
    private static final long NOT_ANNOUNCED = 2;
    private static final long LATE = 4;

    private static final String FINDING = "announcements-denied";

    private final RedisGateway gateway;
    private final PutDeadline putDeadline;
    private final long sender;
    private final Findings findings;
    private final String cache;
    private final byte[] channel;
    private volatile boolean denied;

    /**
     * Creates the store of one cache.
     *
     * @param names the names of that cache
     * @param sender what tells this instance's announcements from others': random per start
     */
    public RedisRemoteStore(
            RedisGateway gateway, KeyNames names, PutDeadline putDeadline, long sender, Findings findings) {
        this.gateway = gateway;
        this.putDeadline = putDeadline;
        this.sender = sender;
        this.findings = findings;
        this.cache = names.cache();
        this.channel = names.channel().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        return new Recovered<>(gateway.get(key.bytes()).map(StoredBytes::reply), RedisRemoteStore::foreign);
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        byte[] named = ByteBuffer.allocate(Long.BYTES).putLong(invalid).array();
        return gateway.run(Script.ACQUIRE, key.bytes(), token.bytes(), millis(lease), named)
                .map(RedisRemoteStore::acquired);
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        byte[] ready = announcement(Announcement.Kind.READY, key);
        return gateway.run(Script.STORE, key.bytes(), token.bytes(), millis(ttl), entry, channel, ready)
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        byte[] ready = announcement(Announcement.Kind.READY, key);
        return gateway.run(Script.RELEASE, key.bytes(), token.bytes(), channel, ready)
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return gateway.run(Script.RENEW, key.bytes(), token.bytes(), millis(lease))
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return gateway.run(Script.EVICT, key.bytes(), channel, announcement(Announcement.Kind.EVICT, key))
                .map(this::changed);
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return gateway.run(Script.CLAIM, key.bytes(), token.bytes(), millis(claim))
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        byte[] put = announcement(Announcement.Kind.PUT, key);
        return gateway.run(Script.PUT, key.bytes(), token.bytes(), millis(ttl), entry, channel, put)
                .map(this::changed);
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        byte[] put = announcement(Announcement.Kind.PUT, key);
        return new Chained<>(
                        putDeadline.next(key.bytes()),
                        deadline -> gateway.run(
                                Script.PUT_DIRECT, key.bytes(), decimal(deadline), millis(ttl), entry, channel, put))
                .map(reply -> putDirectly(key, reply));
    }

    @Override
    public Pending<Long> clear(byte[] pattern) {
        return gateway.unlinkMatching(pattern);
    }

    private boolean putDirectly(EntryKey key, @Nullable Object reply) {
        if (has(reply, LATE)) {
            putDeadline.forget(
                    key.bytes()); // late although the caller still waits: our idea of the server's clock may be wrong
        }
        return changed(reply);
    }

    private boolean changed(@Nullable Object reply) {
        boolean deniedNow = has(reply, NOT_ANNOUNCED);
        if (deniedNow != denied) {
            denied = deniedNow;
            if (deniedNow) {
                findings.report(new Finding(
                        Finding.Severity.ERROR,
                        FINDING,
                        cache,
                        "The server does not let this user PUBLISH: changes of cache '" + cache
                                + "' reach Redis, but no other instance hears of them, and waiters wait too long",
                        "Grant the user of spring.data.redis.username +publish and the channel pattern &"
                                + new String(channel, StandardCharsets.UTF_8)));
            } else {
                findings.resolve(FINDING, cache);
            }
        }
        return has(reply, DONE);
    }

    private byte[] announcement(Announcement.Kind kind, EntryKey key) {
        return new Announcement(kind, sender, cache, key.redisKey()).encode();
    }

    /** A key of another type counts as nothing, as foreign bytes do; the acquire that follows takes it over. */
    private static Reply foreign(RemoteException failure) {
        if (failure.reason() == RemoteException.Reason.ERROR
                && String.valueOf(failure.getMessage()).contains("WRONGTYPE")) {
            return new Reply.Absent();
        }
        throw failure;
    }

    private static Reply acquired(@Nullable Object reply) {
        if (reply instanceof byte[] value) {
            return new Reply.Value(value);
        }
        long rest = number(reply);
        return rest < 0 ? new Reply.Absent() : new Reply.Busy(rest);
    }

    private static boolean has(@Nullable Object reply, long bit) {
        return (number(reply) & bit) != 0;
    }

    private static long number(@Nullable Object reply) {
        if (reply instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("A script of the cache replied " + reply + " where a number was expected");
    }

    private static byte[] millis(Duration duration) {
        return decimal(Math.max(1, duration.toMillis()));
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
