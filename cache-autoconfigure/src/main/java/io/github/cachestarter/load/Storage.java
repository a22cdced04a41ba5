package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.redis.Replicas.Confirmation;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one cache lie: in this process over Redis ({@link Tiers}), or in this process alone ({@link
 * LocalStorage}). Both keep the protocol: who loads holds a lease, a change takes it away, and what was loaded without
 * it is not stored. Failures are those of the remote tier, when a result is consumed. Thread-safe.
 */
interface Storage {

    /** What lies in this process, by the application's key; null: nothing, or only {@link #find} can tell. */
    @Nullable
    LocalHit near(Object key, @Nullable Type type);

    /** What lies in this process. */
    @Nullable
    LocalHit find(EntryKey key, @Nullable Type type);

    /** What is known of a key's changes now; to be taken before a load begins. */
    Snapshot snapshot(EntryKey key);

    /** Makes a type known that a caller who declares nothing expects to read. */
    void expect(Type type);

    /** Reads what {@link #find} did not find. */
    Pending<Lookup> get(EntryKey key, @Nullable Type type);

    /** Reads an entry before anybody asks for it. True: it lies in this process now, or in the remote tier at least. */
    Pending<Boolean> warm(EntryKey key);

    /** Asks for the right to load; parameters as those of the remote tier. */
    Pending<Lookup> acquire(EntryKey key, @Nullable Type type, Token token, Duration lease, long invalid);

    /**
     * Stores what was loaded under a token. False: refused, the token was gone.
     *
     * @param before taken before the load
     * @throws RefusedValueException if the value cannot become bytes; the token is still held
     */
    Pending<Boolean> store(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before);

    /** Keeps in this process alone what was loaded without the right to store it. */
    void keep(EntryKey key, @Nullable Type type, Entry entry, Snapshot before);

    /**
     * Claims an entry that was read, to load it anew while it stays readable. {@link Lookup.Acquired}: it is claimed.
     *
     * @param identity the entry that was read
     */
    Pending<Lookup> refresh(EntryKey key, @Nullable Type type, Token token, Duration claim, long identity);

    /**
     * Keeps an entry under an own claim for longer, because a load of a newer one has failed. It keeps its stamp: what was
     * cleared stays cleared. False: the claim was gone.
     *
     * @param before taken before the load
     */
    Pending<Boolean> rearm(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before);

    /** Gives a lease or claim back. */
    Pending<Boolean> release(EntryKey key, Token token);

    /**
     * The same after a load that gave nothing to store: what carries the claim is older than that and goes as well, here too.
     * What this load has left here stays.
     */
    Pending<Boolean> remove(EntryKey key, Token token);

    /** Prolongs a lease or claim that is still held. False: it was gone. */
    Pending<Boolean> renew(EntryKey key, Token token, Duration lease);

    /** Claims a key before a method that will put it. */
    Pending<Boolean> claim(EntryKey key, Token token, Duration claim);

    /**
     * Puts under an own claim. False: the key was removed instead.
     *
     * @param before taken before the claim was sent; null: something else happened to the key since
     * @throws RefusedValueException as {@link #store}
     */
    Pending<Boolean> put(EntryKey key, @Nullable Type type, Token token, Entry entry, @Nullable Snapshot before);

    /**
     * Puts without a claim. False: the key was removed instead.
     *
     * @param before taken before this call
     * @throws RefusedValueException as {@link #store}
     */
    Pending<Boolean> putDirect(EntryKey key, @Nullable Type type, Entry entry, Snapshot before);

    /** Puts what cannot become bytes: it replaces what is here, and whatever was there is removed. True: something was. */
    Pending<Boolean> putHere(EntryKey key, @Nullable Type type, Entry entry, @Nullable Snapshot before);

    /** Removes an entry; perhaps not for a load that fails. True: one was there. */
    Pending<Boolean> evict(EntryKey key);

    /** Removes what there is no more, for every purpose. */
    Pending<Boolean> remove(EntryKey key);

    /** Makes everything invalid. True: something is known to have been there. */
    Pending<Boolean> clear();

    /** Has everything loaded anew within this time, and makes it invalid then. */
    Pending<Boolean> clearSoftly(Duration spread);

    /** Makes every entry with this tag invalid, also one that is being loaded. */
    Pending<Boolean> evictTag(String tag);

    /**
     * What a change has to wait for once it was acknowledged; to be taken before it is sent. Null: for nothing.
     *
     * @param key null: the whole cache
     */
    @Nullable
    Confirmation replication(@Nullable EntryKey key);

    /** Whether what was loaded with this stamp, see {@link Snapshot#stamp}, may still be used. */
    boolean permit(Outcome outcome, long stamp);

    /** Writes what takes a snapshot: if clears or evicted tags may have been missed, they are read first. */
    <T extends @Nullable Object> Pending<T> informed(Supplier<Pending<T>> write);
}
