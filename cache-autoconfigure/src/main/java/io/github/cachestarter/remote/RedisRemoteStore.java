package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
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
    private static final long LATE = 4;
    private static final long CLAIMED = -1;
    private static final byte[] KEEPING = {'0'};
    private static final byte[] REMOVING = {'1'};

    private final RedisGateway gateway;
    private final PutDeadline putDeadline;
    private final Announcements announcements;
    private final @Nullable Duration idle;

    /**
     * Creates the store of one cache.
     *
     * @param announcements where its changes are announced
     */
    public RedisRemoteStore(RedisGateway gateway, PutDeadline putDeadline, Announcements announcements) {
        this(gateway, putDeadline, announcements, null);
    }

    /**
     * Creates the store of one cache.
     *
     * @param announcements where its changes are announced
     * @param idle how long an entry lives after each read; null: reads change nothing
     */
    public RedisRemoteStore(
            RedisGateway gateway, PutDeadline putDeadline, Announcements announcements, @Nullable Duration idle) {
        this.idle = idle;
        this.gateway = gateway;
        this.putDeadline = putDeadline;
        this.announcements = announcements;
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        Pending<byte @Nullable []> found = idle == null
                ? gateway.get(key.bytes())
                : gateway.run(Script.GET_SLIDING, key.bytes(), millis(idle)).map(RedisRemoteStore::bytes);
        return new Recovered<>(found.map(StoredBytes::reply), RedisRemoteStore::foreign);
    }

    private static byte @Nullable [] bytes(@Nullable Object reply) {
        return reply instanceof byte[] value ? value : null;
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        byte[] named = ByteBuffer.allocate(Long.BYTES).putLong(invalid).array();
        return gateway.run(Script.ACQUIRE, key.bytes(), token.bytes(), millis(lease), named)
                .map(RedisRemoteStore::acquired);
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        byte[] ready = announcements.about(key, Announcement.Kind.READY);
        return gateway.run(Script.STORE, key.bytes(), token.bytes(), millis(ttl), entry, announcements.channel(), ready)
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return end(key, token, KEEPING);
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return end(key, token, REMOVING);
    }

    private Pending<Boolean> end(EntryKey key, Token token, byte[] how) {
        byte[] ready = announcements.about(key, Announcement.Kind.READY);
        return gateway.run(Script.RELEASE, key.bytes(), token.bytes(), announcements.channel(), ready, how)
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return gateway.run(Script.RENEW, key.bytes(), token.bytes(), millis(lease))
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        byte[] evicted = announcements.about(key, Announcement.Kind.EVICT);
        return change(gateway.run(Script.EVICT, key.bytes(), announcements.channel(), evicted)
                .map(this::changed));
    }

    @Override
    public Pending<Boolean> outdate(EntryKey key) {
        byte[] evicted = announcements.about(key, Announcement.Kind.EVICT);
        return change(gateway.run(Script.OUTDATE, key.bytes(), announcements.channel(), evicted)
                .map(this::changed));
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return gateway.run(Script.CLAIM, key.bytes(), token.bytes(), millis(claim))
                .map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        byte[] named = ByteBuffer.allocate(Long.BYTES).putLong(identity).array();
        return gateway.run(Script.REFRESH, key.bytes(), token.bytes(), millis(claim), named, millis(alive))
                .map(RedisRemoteStore::refreshed);
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        return gateway.run(Script.REARM, key.bytes(), token.bytes(), entry).map(reply -> has(reply, DONE));
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        byte[] put = announcements.about(key, Announcement.Kind.PUT);
        return change(
                gateway.run(Script.PUT, key.bytes(), token.bytes(), millis(ttl), entry, announcements.channel(), put)
                        .map(this::changed));
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        byte[] put = announcements.about(key, Announcement.Kind.PUT);
        return change(new Chained<>(
                        putDeadline.next(key.bytes()),
                        deadline -> gateway.run(
                                Script.PUT_DIRECT,
                                key.bytes(),
                                decimal(deadline),
                                millis(ttl),
                                entry,
                                announcements.channel(),
                                put))
                .map(reply -> putDirectly(key, reply)));
    }

    private Pending<Boolean> change(Pending<Boolean> sent) {
        return new Recovered<>(sent, failure -> {
            announcements.unacknowledged();
            throw failure;
        });
    }

    private boolean putDirectly(EntryKey key, @Nullable Object reply) {
        if (has(reply, LATE)) {
            putDeadline.forget(
                    key.bytes()); // late although the caller still waits: our idea of the server's clock may be wrong
        }
        return changed(reply);
    }

    private boolean changed(@Nullable Object reply) {
        announcements.sent(!has(reply, Announcements.DENIED));
        return has(reply, DONE);
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

    private static Reply refreshed(@Nullable Object reply) {
        if (reply instanceof byte[] value) {
            return StoredBytes.reply(value);
        }
        long rest = number(reply);
        if (rest >= 0) {
            return new Reply.Busy(rest);
        }
        return rest == CLAIMED ? new Reply.Claimed() : new Reply.Absent();
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
