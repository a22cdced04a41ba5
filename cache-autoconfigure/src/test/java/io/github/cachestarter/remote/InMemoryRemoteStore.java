package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The protocol without Redis, for tests: the same replies, bytes, expiry and announcements. Every operation is one step
 * under one lock, as a script is on the server. The clock is given, so that tests decide when something expires.
 */
public final class InMemoryRemoteStore implements RemoteStore {

    private final LongSupplier micros;
    private final long sender;
    private final Consumer<Announcement> announcements;
    private final Map<String, Cell> cells = new HashMap<>();

    /**
     * Creates an empty store.
     *
     * @param micros the server's time in microseconds
     * @param announcements hears what is published, under the lock
     */
    public InMemoryRemoteStore(LongSupplier micros, long sender, Consumer<Announcement> announcements) {
        this.micros = micros;
        this.sender = sender;
        this.announcements = announcements;
    }

    @Override
    public synchronized Pending<Reply> get(EntryKey key) {
        return Pending.of(StoredBytes.reply(stored(key)));
    }

    @Override
    public synchronized Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        byte[] found = stored(key);
        if (found != null && StoredBytes.isValue(found) && identity(found) != invalid) {
            return Pending.of(new Reply.Value(found));
        }
        if (found != null && StoredBytes.isLease(found) && !holdsLease(found, token)) {
            found[0] = 'W';
            return Pending.of(new Reply.Busy(ttlMillis(key)));
        }
        set(key, leaseOf('L', token), lease);
        return Pending.of(new Reply.Absent());
    }

    @Override
    public synchronized Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        byte[] found = stored(key);
        if (!holds(found, token)) {
            return Pending.of(false);
        }
        set(key, entry, ttl);
        wakeWaiters(found, key);
        return Pending.of(true);
    }

    @Override
    public synchronized Pending<Boolean> release(EntryKey key, Token token) {
        byte[] found = stored(key);
        if (holdsLease(found, token)) {
            cells.remove(key.redisKey());
            wakeWaiters(found, key);
            return Pending.of(true);
        }
        if (!carriesClaim(found, token)) {
            return Pending.of(false);
        }
        plant(key, withoutClaim(found), ttlMillis(key));
        return Pending.of(true);
    }

    @Override
    public synchronized Pending<Boolean> remove(EntryKey key, Token token) {
        if (!carriesClaim(stored(key), token)) {
            return release(key, token);
        }
        cells.remove(key.redisKey());
        return Pending.of(true);
    }

    @Override
    public synchronized Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        byte[] found = stored(key);
        if (found == null || !holds(found, token)) {
            return Pending.of(false);
        }
        if (StoredBytes.isLease(found)) {
            set(key, found, lease);
        } else {
            plant(
                    key,
                    withClaim(withoutClaim(found), token, micros.getAsLong() + lease.toNanos() / 1_000),
                    ttlMillis(key));
        }
        return Pending.of(true);
    }

    @Override
    public synchronized Pending<Boolean> evict(EntryKey key) {
        byte[] found = stored(key);
        cells.remove(key.redisKey());
        announce(Kind.EVICT, key);
        return Pending.of(found != null && StoredBytes.isValue(found));
    }

    @Override
    public synchronized Pending<Boolean> outdate(EntryKey key) {
        byte[] found = stored(key);
        if (found == null || !(StoredBytes.isValue(found) || StoredBytes.isEvicted(found))) {
            return evict(key);
        }
        byte[] evicted = isClaimed(found) ? withoutClaim(found) : found.clone();
        evicted[0] = 'E';
        plant(key, evicted, ttlMillis(key));
        announce(Kind.EVICT, key);
        return Pending.of(StoredBytes.isValue(found));
    }

    @Override
    public synchronized Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        byte[] found = stored(key);
        if (found != null && StoredBytes.isValue(found)) {
            byte[] plain = StoredBytes.isClaimed(found) ? withoutClaim(found) : found;
            plant(key, withClaim(plain, token, micros.getAsLong() + claim.toNanos() / 1_000), ttlMillis(key));
            return Pending.of(true);
        }
        boolean awaited = found != null && StoredBytes.kind(found) == 'W';
        set(key, leaseOf(awaited ? 'W' : 'L', token), claim);
        return Pending.of(false);
    }

    @Override
    public synchronized Pending<Reply> refresh(
            EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        byte[] found = stored(key);
        if (found != null && StoredBytes.isLease(found)) {
            found[0] = 'W';
            return Pending.of(new Reply.Busy(ttlMillis(key)));
        }
        if (found == null || !(StoredBytes.isValue(found) || StoredBytes.isEvicted(found))) {
            return Pending.of(new Reply.Absent());
        }
        if (identity(found) != identity) {
            return Pending.of(StoredBytes.reply(found));
        }
        long rest = isClaimed(found) ? deadline(found) - micros.getAsLong() : -1;
        if (rest >= 0 && !carriesClaim(found, token)) {
            return Pending.of(new Reply.Busy((rest + 999) / 1_000));
        }
        byte[] plain = isClaimed(found) ? withoutClaim(found) : found;
        plant(
                key,
                withClaim(plain, token, micros.getAsLong() + claim.toNanos() / 1_000),
                Math.max(ttlMillis(key), alive.toMillis()));
        return Pending.of(new Reply.Claimed());
    }

    @Override
    public synchronized Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        byte[] found = stored(key);
        if (!carriesClaim(found, token) || deadline(found) < micros.getAsLong()) {
            return Pending.of(false);
        }
        plant(key, entry, ttlMillis(key));
        return Pending.of(true);
    }

    @Override
    public synchronized Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        boolean held = holds(stored(key), token);
        if (held) {
            set(key, entry, ttl);
        } else {
            cells.remove(key.redisKey());
        }
        announce(Kind.PUT, key);
        return Pending.of(held);
    }

    @Override
    public synchronized Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        set(key, entry, ttl);
        announce(Kind.PUT, key);
        return Pending.of(true);
    }

    /** The raw bytes of a key; null: nothing is there. */
    public synchronized byte @Nullable [] stored(EntryKey key) {
        Cell cell = cells.get(key.redisKey());
        return cell == null || cell.endMicros <= micros.getAsLong() ? null : cell.bytes;
    }

    /** Writes raw bytes. */
    public synchronized void plant(EntryKey key, byte[] bytes, long ttlMillis) {
        set(key, bytes, Duration.ofMillis(ttlMillis));
    }

    /** What is left of a key's time-to-live; 0: nothing is there. */
    public synchronized long ttlMillis(EntryKey key) {
        Cell cell = cells.get(key.redisKey());
        return cell == null ? 0 : Math.max(0, (cell.endMicros - micros.getAsLong()) / 1_000);
    }

    private void set(EntryKey key, byte[] bytes, Duration ttl) {
        cells.put(key.redisKey(), new Cell(bytes.clone(), micros.getAsLong() + ttl.toNanos() / 1_000));
    }

    private void wakeWaiters(byte[] lease, EntryKey key) {
        if (StoredBytes.kind(lease) == 'W') {
            announce(Kind.READY, key);
        }
    }

    private void announce(Kind kind, EntryKey key) {
        announcements.accept(new Announcement(kind, sender, key.cache(), key.redisKey()));
    }

    private boolean holds(byte @Nullable [] found, Token token) {
        return holdsLease(found, token) || (carriesClaim(found, token) && deadline(found) >= micros.getAsLong());
    }

    private static long deadline(byte[] claimed) {
        return ByteBuffer.wrap(claimed).getLong(claimed.length - Long.BYTES);
    }

    private static boolean holdsLease(byte @Nullable [] found, Token token) {
        return found != null
                && StoredBytes.isLease(found)
                && Arrays.equals(found, 1, found.length, token.bytes(), 0, Token.BYTES);
    }

    private static boolean carriesClaim(byte @Nullable [] found, Token token) {
        if (found == null || !isClaimed(found)) {
            return false;
        }
        int at = found.length - StoredBytes.CLAIM;
        return Arrays.equals(found, at, at + Token.BYTES, token.bytes(), 0, Token.BYTES);
    }

    private static boolean isClaimed(byte[] found) {
        return StoredBytes.isClaimed(found) || (StoredBytes.isEvicted(found) && StoredBytes.kind(found) == 'F');
    }

    private static long identity(byte[] value) {
        return ByteBuffer.wrap(value).getLong(StoredBytes.IDENTITY_AT);
    }

    private static byte[] leaseOf(char kind, Token token) {
        return ByteBuffer.allocate(StoredBytes.LEASE)
                .put((byte) kind)
                .put(token.bytes())
                .array();
    }

    private static byte[] withClaim(byte[] value, Token token, long deadline) {
        byte[] claimed = ByteBuffer.allocate(value.length + StoredBytes.CLAIM)
                .put(value)
                .put(token.bytes())
                .putLong(deadline)
                .array();
        claimed[0] = (byte) (StoredBytes.kind(value) == 'E' ? 'F' : 'C');
        return claimed;
    }

    private static byte[] withoutClaim(byte[] claimed) {
        byte[] value = Arrays.copyOf(claimed, claimed.length - StoredBytes.CLAIM);
        value[0] = (byte) (StoredBytes.kind(claimed) == 'F' ? 'E' : 'V');
        return value;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cell(byte[] bytes, long endMicros) {}
}
