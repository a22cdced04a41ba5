package io.github.cachestarter.remote;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import java.time.Duration;

/**
 * The protocol of the remote tier in bytes: one key per entry that holds either an entry or the lease of whoever is
 * loading it. All failures are {@link io.github.cachestarter.RemoteException}s. Thread-safe.
 *
 * <p>What protects a store is its token's <em>presence</em> in the key, so losing the key (eviction, expiry, failover, a
 * foreign {@code DEL}) never makes an old value visible: it only costs a fill.
 */
public interface RemoteStore {

    /** Reads a key. One plain {@code GET}. */
    Pending<Reply> get(EntryKey key);

    /**
     * Asks for the right to load.
     *
     * @param invalid the identity of a value that the caller found invalid and that counts as nothing; 0 = none
     */
    Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid);

    /** Stores an entry if the key still holds this token as lease or claim; wakes waiters. False: refused. */
    Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl);

    /** Gives a lease or claim back after a failed load, if it is still held; wakes waiters. False: it was gone. */
    Pending<Boolean> release(EntryKey key, Token token);

    /**
     * The same after a load that gave nothing to store: what carries the claim is older than that and goes as well. Nothing
     * is announced, as for an entry that a refresh replaces.
     */
    Pending<Boolean> remove(EntryKey key, Token token);

    /** Prolongs a lease or claim that is still held, from now on. False: it was gone. */
    Pending<Boolean> renew(EntryKey key, Token token, Duration lease);

    /** Removes whatever is there and announces it. True: an entry (not just a lease) was there. */
    Pending<Boolean> evict(EntryKey key);

    /**
     * Removes an entry for all who read, and announces that; but leaves it for a load that fails, as {@link Reply.Evicted},
     * for no longer than it would have been kept. Any lease or claim is gone. True as of {@link #evict}.
     */
    default Pending<Boolean> outdate(EntryKey key) {
        return evict(key);
    }

    /**
     * Claims a key before a method that will put it. A value stays readable; another token is replaced. Normal return is
     * the acknowledgement.
     */
    Pending<Boolean> claim(EntryKey key, Token token, Duration claim);

    /**
     * Claims an entry that is to be loaded anew while it stays readable. A claim of somebody else that is still good is
     * left alone.
     *
     * @param identity the entry that was read; any other one is the answer
     * @param alive how long the key lives at least from now on, so that it does not expire during the load
     */
    Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive);

    /**
     * Replaces an entry under an own claim without changing for how long it is kept. False: the claim was gone.
     */
    Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry);

    /** Stores under an own claim and announces it. False: the claim was gone and the key was removed instead. */
    Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl);

    /**
     * Stores without a claim and announces it; the last of overlapping puts wins. A put that cannot store, or that runs
     * after its caller gave up, removes the key instead and answers false.
     */
    Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl);

    /** What a read found. */
    sealed interface Reply {

        /** Nothing is there; after {@link #acquire}: the caller holds the lease. */
        record Absent() implements Reply {}

        /** The caller holds a claim on what is there; only after {@link #refresh}. */
        record Claimed() implements Reply {}

        /** Somebody is loading; after {@link #acquire}: for this many more milliseconds at most. After get: 0. */
        record Busy(long restMillis) implements Reply {}

        /** What was an entry before it was {@linkplain #outdate evicted}. */
        @SuppressWarnings("ArrayRecordComponent")
        record Evicted(byte[] bytes) implements Reply {}

        /** An entry, or bytes that claim to be one. */
        @SuppressWarnings("ArrayRecordComponent")
        record Value(byte[] bytes) implements Reply {}
    }
}
