package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The two tiers of one cache. The one place that keeps the local tier in step with the remote one, by three rules:
 *
 * <ul>
 *   <li>What is read or loaded is kept here only with a snapshot that was taken <em>before</em> the command was sent or the
 *       load began: whatever happened to the key since kills it.
 *   <li>An own change reaches the local tier <em>after</em> the remote tier's reply, whatever that is, and before the
 *       caller goes on: what was read in between is from before the change.
 *   <li>A value whose store was refused is kept nowhere. One that could not be sent, or cannot become bytes, is kept here.
 * </ul>
 *
 * <p>Results are handled where they are consumed, as all {@link Pending}s are. Thread-safe.
 */
record Tiers(LocalTier local, RemoteTier remote, boolean keepRefused) {

    /** What lies in this process, by the application's key; null: nothing, or only {@link #find} can tell. */
    @Nullable
    LocalHit near(Object key, @Nullable Type type) {
        return local.get(key, type);
    }

    /** What lies in this process. */
    @Nullable
    LocalHit find(EntryKey key, @Nullable Type type) {
        return local.find(key, type);
    }

    /** What is known of a key's changes now; to be taken before a load begins. */
    Snapshot snapshot(EntryKey key) {
        return local.snapshot(key);
    }

    void expect(Type type) {
        remote.expect(type);
    }

    /** Reads the remote tier. */
    Pending<Lookup> get(EntryKey key, @Nullable Type type) {
        Snapshot before = local.snapshot(key);
        return remote.get(key, type).map(lookup -> found(key, type, lookup, before));
    }

    /** Asks the remote tier for the right to load. */
    Pending<Lookup> acquire(EntryKey key, @Nullable Type type, Token token, Duration lease, long invalid) {
        Snapshot before = local.snapshot(key);
        return remote.acquire(key, type, token, lease, invalid).map(lookup -> found(key, type, lookup, before));
    }

    /**
     * Stores what was loaded under a token.
     *
     * @param before taken before the load
     * @throws RefusedValueException as {@link RemoteTier#store}
     */
    Pending<Boolean> store(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before) {
        Pending<Boolean> sent;
        try {
            sent = remote.store(key, type, token, entry);
        } catch (RefusedValueException ex) {
            if (keepRefused) {
                local.put(key, type, entry, before);
            }
            throw ex;
        }
        return new HandledPending<>(
                sent,
                accepted -> {
                    if (accepted) {
                        local.put(key, type, entry, before);
                    }
                    return accepted;
                },
                failure -> {
                    local.put(key, type, entry, before);
                    throw failure;
                });
    }

    /** Keeps here alone what was loaded without the right to store it. */
    void keep(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        local.put(key, type, entry, before);
    }

    /** Gives a lease or claim back. */
    Pending<Boolean> release(EntryKey key, Token token) {
        return remote.release(key, token);
    }

    /** Prolongs a lease or claim that is still held. False: it was gone. */
    Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return remote.renew(key, token, lease);
    }

    /** Claims a key before a method that will put it. */
    Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return remote.claim(key, token, claim);
    }

    /**
     * Puts under an own claim.
     *
     * @param before taken before the claim was sent; null: something else happened to the key since
     */
    Pending<Boolean> put(EntryKey key, @Nullable Type type, Token token, Entry entry, @Nullable Snapshot before) {
        return replaced(key, type, entry, before, remote.put(key, type, token, entry));
    }

    /** Puts without a claim. */
    Pending<Boolean> putDirect(EntryKey key, @Nullable Type type, Entry entry) {
        Snapshot before = local.snapshot(key);
        return replaced(key, type, entry, before, remote.putDirect(key, type, entry));
    }

    /** Removes an entry. True: one was there. */
    Pending<Boolean> evict(EntryKey key) {
        return new HandledPending<>(
                remote.evict(key),
                there -> {
                    local.evicted(key);
                    return there;
                },
                failure -> {
                    local.evicted(key);
                    throw failure;
                });
    }

    /** Removes everything. */
    Pending<Long> clear(byte[] pattern) {
        return new HandledPending<>(
                remote.clear(pattern),
                removed -> {
                    local.cleared();
                    return removed;
                },
                failure -> {
                    local.cleared();
                    throw failure;
                });
    }

    private Lookup found(EntryKey key, @Nullable Type type, Lookup lookup, Snapshot before) {
        if (lookup instanceof Lookup.Hit hit) {
            local.put(key, type, hit.entry(), before);
        }
        return lookup;
    }

    private Pending<Boolean> replaced(
            EntryKey key, @Nullable Type type, Entry entry, @Nullable Snapshot before, Pending<Boolean> sent) {
        return new HandledPending<>(
                sent,
                accepted -> {
                    if (accepted && before != null) {
                        local.replaced(key, type, entry, before);
                    } else {
                        local.evicted(key);
                    }
                    return accepted;
                },
                failure -> {
                    local.evicted(key);
                    throw failure;
                });
    }
}
