package io.github.cachestarter.remote;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.redis.Replicas;
import io.github.cachestarter.redis.Replicas.Confirmation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The remote tier of one cache in entries: the codec over the {@link RemoteStore}. Every failure of the remote tier is a
 * {@link io.github.cachestarter.RemoteException} when the result is consumed; after one the state of the key is not known.
 * In particular an {@link #acquire} that failed gave no lease, and its token must never be used (check LM3 of the protocol
 * model): the server may still run it, long after its caller loaded without it. Thread-safe.
 */
public final class RemoteTier {

    private final RemoteStore store;
    private final EntryCodec codec;
    private final Duration keptLonger;
    private final @Nullable Duration idle;
    private final @Nullable Replicas replicas;
    private final byte[] markers;

    /** A tier whose changes wait for no replica. */
    public RemoteTier(RemoteStore store, EntryCodec codec) {
        this(store, codec, Duration.ZERO, null, null, new byte[0]);
    }

    /**
     * Creates the tier of a cache whose entries may be of use when their time is over.
     *
     * @param keptLonger how much longer than that they are kept
     * @param idle for how long they are kept at most until somebody reads them; null: to the end of their time
     * @param replicas what changes wait for once they are acknowledged; null: for nothing
     * @param markers the key of the cache's markers
     */
    public RemoteTier(
            RemoteStore store,
            EntryCodec codec,
            Duration keptLonger,
            @Nullable Duration idle,
            @Nullable Replicas replicas,
            byte[] markers) {
        this.store = store;
        this.codec = codec;
        this.keptLonger = keptLonger;
        this.idle = idle;
        this.replicas = replicas;
        this.markers = markers.clone();
    }

    /**
     * What a change has to wait for once it was acknowledged; to be taken before it is sent. Null: for nothing.
     *
     * @param key null: the cache's markers
     */
    public @Nullable Confirmation replication(@Nullable EntryKey key) {
        return replicas == null ? null : replicas.before(key == null ? markers : key.bytes());
    }

    /** Makes a type known that a caller who declares nothing expects to read. */
    public void expect(Type type) {
        codec.expect(type);
    }

    /** Reads an entry. */
    public Pending<Lookup> get(EntryKey key, @Nullable Type type) {
        return store.get(key).map(reply -> lookup(reply, type, false));
    }

    /** The declared type under which these bytes were stored; null: nobody knows. */
    public @Nullable Type typeOf(byte[] bytes) {
        return codec.typeOf(bytes);
    }

    /**
     * Asks for the right to load.
     *
     * @param token a new one for each call
     * @param invalid the identity of an entry found invalid, which counts as nothing; 0 = none
     */
    public Pending<Lookup> acquire(EntryKey key, @Nullable Type type, Token token, Duration lease, long invalid) {
        return store.acquire(key, token, lease, invalid).map(reply -> lookup(reply, type, true));
    }

    /**
     * What is stored of an entry. Made apart from storing it, so that the local tier can have the same bytes.
     *
     * @throws io.github.cachestarter.RefusedValueException if the value cannot be kept exactly or is too large
     */
    public byte[] encode(Entry entry, @Nullable Type type) {
        return codec.encode(entry, type);
    }

    /**
     * Stores a loaded entry under its token.
     *
     * @param bytes what {@link #encode} made of the entry
     * @return false: refused, the token was gone
     */
    public Pending<Boolean> store(EntryKey key, Token token, Entry entry, byte[] bytes) {
        return store.store(key, token, bytes, ttl(entry));
    }

    /** Stores under an own claim. False: the claim was gone and the key was removed instead. */
    public Pending<Boolean> put(EntryKey key, Token token, Entry entry, byte[] bytes) {
        return store.put(key, token, bytes, ttl(entry));
    }

    /** Stores without a claim. False: removed instead. */
    public Pending<Boolean> putDirect(EntryKey key, Entry entry, byte[] bytes) {
        return store.putDirect(key, bytes, ttl(entry));
    }

    /** Gives a lease or claim back. */
    public Pending<Boolean> release(EntryKey key, Token token) {
        return store.release(key, token);
    }

    /** Gives a lease back, or removes what carries the claim: its source has nothing any more that is to be kept. */
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return store.remove(key, token);
    }

    /** Prolongs a lease or claim that is still held. False: it was gone. */
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return store.renew(key, token, lease);
    }

    /** Removes an entry. True: one was there. */
    public Pending<Boolean> evict(EntryKey key) {
        return store.evict(key);
    }

    /** Removes an entry for all but a load that fails, see {@link RemoteStore#outdate}. True: one was there. */
    public Pending<Boolean> outdate(EntryKey key) {
        return store.outdate(key);
    }

    /** Claims a key before a method that will put it. */
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return store.claim(key, token, claim);
    }

    /**
     * Claims an entry that is to be loaded anew while it stays readable; parameters as those of {@link
     * RemoteStore#refresh}. {@link Lookup.Acquired}: it is claimed.
     */
    public Pending<Lookup> refresh(
            EntryKey key, @Nullable Type type, Token token, Duration claim, long identity, Duration alive) {
        return store.refresh(key, token, claim, identity, alive).map(reply -> lookup(reply, type, false));
    }

    /** Stores an entry again under an own claim; for how long it is kept stays as it is. False: the claim was gone. */
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] bytes) {
        return store.rearm(key, token, bytes);
    }

    /** How long what has this much time is kept if nobody reads it. */
    public long keptMillis(long millisLeft) {
        return idle == null ? millisLeft : Math.min(millisLeft, idle.toMillis());
    }

    private Duration ttl(Entry entry) {
        Duration ttl = Duration.ofMillis(entry.meta().ttlMillis());
        return idle != null && idle.compareTo(ttl) < 0 ? idle : keptLonger.plus(ttl);
    }

    private Lookup lookup(RemoteStore.Reply reply, @Nullable Type type, boolean acquired) {
        if (reply instanceof RemoteStore.Reply.Value value) {
            DecodedEntry decoded = codec.decode(value.bytes(), type);
            if (decoded instanceof DecodedEntry.Valid valid) {
                return new Lookup.Hit(valid.entry(), value.bytes());
            }
            DecodedEntry.Invalid invalid = (DecodedEntry.Invalid) decoded;
            return new Lookup.Invalid(invalid.reason(), invalid.identity(), invalid.createdAt());
        }
        if (reply instanceof RemoteStore.Reply.Evicted evicted) {
            return codec.decode(StoredBytes.restored(evicted.bytes()), type) instanceof DecodedEntry.Valid valid
                    ? new Lookup.Stale(valid.entry(), true)
                    : Lookup.Invalid.ABSENT;
        }
        if (reply instanceof RemoteStore.Reply.Busy busy) {
            return new Lookup.Busy(busy.restMillis());
        }
        return acquired || reply instanceof RemoteStore.Reply.Claimed
                ? Lookup.Acquired.INSTANCE
                : Lookup.Invalid.ABSENT;
    }

    /** What a read or acquire gave. */
    public sealed interface Lookup {

        /**
         * A valid entry.
         *
         * @param bytes what it was decoded from, not to be changed; null: it did not come as bytes
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Hit(Entry entry, byte @Nullable [] bytes) implements Lookup {

            /**
             * Whether somebody's claim on it holds still. One that nobody renews any more is over at its deadline, which is
             * compared with the caller's clock: it only tells whether to ask, and the server's own clock answers.
             */
            public boolean claimed(long nowMillis) {
                return bytes != null
                        && StoredBytes.isClaimed(bytes)
                        && TimeUnit.MILLISECONDS.toMicros(nowMillis) <= StoredBytes.claimedUntil(bytes);
            }
        }

        /**
         * An entry that is there still although its time is over. Who wants to load it anew claims it; a lease would take
         * its place.
         *
         * @param evicted it was evicted or cleared: it stands in for a load that fails and for nothing else
         */
        record Stale(Entry entry, boolean evicted) implements Lookup {

            /** One whose time is over. */
            public Stale(Entry entry) {
                this(entry, false);
            }
        }

        /**
         * Nothing usable: absent (identity 0) or an entry that may be replaced by naming its identity.
         *
         * @param createdAt as in {@link DecodedEntry.Invalid}
         */
        record Invalid(MissReason reason, long identity, long createdAt) implements Lookup {

            /** Nothing is there. */
            static final Invalid ABSENT = new Invalid(MissReason.ABSENT, 0);

            /** An entry of which nothing else is known. */
            public Invalid(MissReason reason, long identity) {
                this(reason, identity, 0);
            }
        }

        /** Somebody else is loading, for at most so many more milliseconds. */
        record Busy(long restMillis) implements Lookup {}

        /** The caller holds the lease now. */
        enum Acquired implements Lookup {
            INSTANCE
        }
    }
}
