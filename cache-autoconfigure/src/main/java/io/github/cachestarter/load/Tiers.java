package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.Token;
import io.github.cachestarter.invalidation.SoftClears;
import io.github.cachestarter.invalidation.SoftClears.Softened;
import io.github.cachestarter.load.Freshness.State;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.redis.Replicas.Confirmation;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The two tiers of one cache. The one place that keeps the local tier in step with the remote one, by four rules:
 *
 * <ul>
 *   <li>What is read or loaded is kept here only with a snapshot that was taken <em>before</em> the command was sent or the
 *       load began: whatever happened to the key since kills it.
 *   <li>An own change reaches the local tier <em>after</em> the remote tier's reply, whatever that is, and before the
 *       caller goes on: what was read in between is from before the change.
 *   <li>A value whose store was refused is kept nowhere. One that could not be sent, or cannot become bytes, is kept here;
 *       one that is too large is not.
 *   <li>An entry that a clear or an evicted tag made invalid is found in neither. The remote tier's is named, so that
 *       {@link #acquire} may replace it. Here a clear ends everything at once, so that only entries with tags have to be
 *       compared with what was evicted. What is stored carries the stamp from <em>before</em> its load. Of what others have
 *       stored nothing is kept here while markers may have been missed: it might be what those have cleared, and nothing
 *       would end it here any more.
 * </ul>
 *
 * <p>A value is encoded once, and an entry of Redis never again: both tiers get the same bytes.
 *
 * <p>Results are handled where they are consumed, as all {@link Pending}s are. Thread-safe.
 */
record Tiers(
        LocalTier local,
        RemoteTier remote,
        Marking markers,
        CacheListener listener,
        boolean keepRefused,
        Freshness freshness)
        implements Storage {

    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        SoftClears soft = markers.soft();
        return markers.permitted(local.get(key, type), soft);
    }

    @Override
    public @Nullable LocalHit find(EntryKey key, @Nullable Type type) {
        SoftClears soft = markers.soft();
        return markers.permitted(local.find(key, type), soft);
    }

    @Override
    public Snapshot snapshot(EntryKey key) {
        return local.snapshot(key).withStamp(markers.stamp());
    }

    @Override
    public boolean permit(Outcome outcome, long stamp) {
        return markers.permit(outcome, stamp);
    }

    @Override
    public <T extends @Nullable Object> Pending<T> informed(Supplier<Pending<T>> write) {
        Pending<Boolean> asked = markers.ask();
        return asked == null
                ? write.get()
                : new AfterAnswer<>(new HandledPending<>(asked, answer -> answer, failure -> false), write);
    }

    @Override
    public @Nullable Confirmation replication(@Nullable EntryKey key) {
        return remote.replication(key);
    }

    @Override
    public void expect(Type type) {
        remote.expect(type);
    }

    @Override
    public Pending<Lookup> get(EntryKey key, @Nullable Type type) {
        Snapshot before = local.snapshot(key);
        Pending<Boolean> asked = markers.ask();
        Pending<Lookup> got = remote.get(key, type).map(lookup -> found(key, type, lookup, before));
        return asked == null ? got : new AfterAnswer<>(asked, () -> got);
    }

    /** It is kept under the type with which it was stored, so that the methods that declare it find it here. */
    @Override
    public Pending<Boolean> warm(EntryKey key) {
        if (find(key, null) != null) {
            return Pending.of(true);
        }
        Snapshot before = local.snapshot(key);
        Pending<Boolean> asked = markers.ask();
        Pending<Boolean> got =
                remote.get(key, null).map(lookup -> found(key, typeOf(lookup), lookup, before) instanceof Lookup.Hit);
        return asked == null ? got : new AfterAnswer<>(asked, () -> got);
    }

    private @Nullable Type typeOf(Lookup lookup) {
        return lookup instanceof Lookup.Hit hit && hit.bytes() != null ? remote.typeOf(hit.bytes()) : null;
    }

    /** Looks here once more first: an entry that only lies here may have come since the caller looked. */
    @Override
    public Pending<Lookup> acquire(EntryKey key, @Nullable Type type, Token token, Duration lease, long invalid) {
        LocalHit near = find(key, type);
        if (near != null) {
            return Pending.of(new Lookup.Hit(near.entry(), null));
        }
        Snapshot before = local.snapshot(key);
        return remote.acquire(key, type, token, lease, invalid).map(lookup -> found(key, type, lookup, before));
    }

    @Override
    public Pending<Boolean> store(EntryKey key, @Nullable Type type, Token token, Entry loaded, Snapshot before) {
        Entry entry = Marking.stamped(loaded, before);
        byte[] bytes;
        try {
            bytes = encode(key, entry, type);
        } catch (RefusedValueException ex) {
            keepRefused(key, type, entry, before, ex);
            throw ex;
        }
        return new HandledPending<>(
                remote.store(key, token, entry, bytes),
                accepted -> {
                    if (accepted) {
                        met(key, entry);
                        local.put(key, type, entry, bytes, before);
                    }
                    return accepted;
                },
                failure -> {
                    local.put(key, type, entry, bytes, before);
                    throw failure;
                });
    }

    @Override
    public Pending<Lookup> refresh(EntryKey key, @Nullable Type type, Token token, Duration claim, long identity) {
        Snapshot before = local.snapshot(key);
        Duration alive = Duration.ofMillis(freshness.aliveMillis());
        return remote.refresh(key, type, token, claim, identity, alive).map(lookup -> found(key, type, lookup, before));
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before) {
        byte[] bytes = remote.encode(entry, type);
        return remote.rearm(key, token, bytes).map(accepted -> {
            // Only an evict takes the token away: what was cleared since the entry was read is known by its stamp
            // alone. In this order, as when an entry is found.
            if (accepted && markers.isComplete() && markers.permit(entry.meta())) {
                local.put(key, type, entry, bytes, before);
            }
            return accepted;
        });
    }

    @Override
    public void keep(EntryKey key, @Nullable Type type, Entry loaded, Snapshot before) {
        if (local == LocalTier.NONE) {
            return;
        }
        Entry entry = Marking.stamped(loaded, before);
        try {
            local.put(key, type, entry, remote.encode(entry, type), before);
        } catch (RefusedValueException ex) {
            keepRefused(key, type, entry, before, ex);
        }
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return remote.release(key, token);
    }

    /** Also where nothing can be read here now: it may be on its way, or behind a gate that is shut. */
    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return remote.remove(key, token).map(removed -> {
            LocalHit here = local.last(key, null);
            if (here == null || here.meta().identity() != token.identity()) {
                local.evicted(key);
            }
            return removed;
        });
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return remote.renew(key, token, lease);
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return remote.claim(key, token, claim);
    }

    @Override
    public Pending<Boolean> put(
            EntryKey key, @Nullable Type type, Token token, Entry result, @Nullable Snapshot before) {
        Entry entry = Marking.stamped(result, before);
        byte[] bytes = encode(key, entry, type);
        return replaced(
                remote.put(key, token, entry, bytes),
                key,
                entry,
                before,
                own -> local.replaced(key, type, entry, bytes, own));
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, @Nullable Type type, Entry value, Snapshot before) {
        Entry entry = Marking.stamped(value, before);
        byte[] bytes = encode(key, entry, type);
        return replaced(
                remote.putDirect(key, entry, bytes),
                key,
                entry,
                before,
                own -> local.replaced(key, type, entry, bytes, own));
    }

    @Override
    public Pending<Boolean> putHere(EntryKey key, @Nullable Type type, Entry entry, @Nullable Snapshot before) {
        return changed(key, remote.evict(key), there -> {
            boolean here = local.find(key, null) != null;
            if (before == null) {
                local.evicted(key);
            } else {
                local.replaced(key, type, Marking.stamped(entry, before), null, before);
            }
            return there || here;
        });
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        Pending<Boolean> sent = freshness.keepsEvicted() ? remote.outdate(key) : remote.evict(key);
        return changed(key, sent, there -> local.evicted(key) || there);
    }

    @Override
    public Pending<Boolean> remove(EntryKey key) {
        return changed(key, remote.evict(key), there -> local.evicted(key) || there);
    }

    @Override
    public Pending<Boolean> clear() {
        boolean there = local.holdsAny(); // before the marker is known, which outdates everything here
        return new HandledPending<>(markers.clear(), done -> cleared(there), failure -> {
            local.cleared();
            throw failure;
        });
    }

    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        return markers.clearSoftly(spread);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        return markers.evictTag(tag);
    }

    private boolean cleared(boolean there) {
        local.cleared();
        return there;
    }

    private Lookup found(EntryKey key, @Nullable Type type, Lookup lookup, Snapshot before) {
        if (lookup instanceof Lookup.Hit hit) {
            EntryMeta meta = hit.entry().meta();
            boolean complete = markers.isComplete(); // before any is looked at: then all of them are
            State state = freshness.of(meta); // first: a clear that comes meanwhile takes soft ones away
            if (!markers.permit(meta)) {
                return evicted(hit.entry(), MissReason.MARKED);
            }
            if (hit.bytes() != null) {
                listener.sized(key, hit.bytes().length);
            }
            if (state == State.STALE) {
                return new Lookup.Stale(hit.entry());
            }
            if (state == State.OVER) {
                return over(hit);
            }
            met(key, hit.entry());
            if (complete) {
                local.put(key, type, hit.entry(), hit.bytes(), before);
            }
        }
        return lookup instanceof Lookup.Stale stale ? evicted(stale.entry(), MissReason.EVICTED) : lookup;
    }

    /** What was evicted or cleared is nothing, but where it may stand in for a load that fails. */
    private Lookup evicted(Entry entry, MissReason otherwise) {
        EntryMeta meta = entry.meta();
        return freshness.keepsEvicted() && freshness.standsIn(meta)
                ? new Lookup.Stale(entry, true)
                : new Lookup.Invalid(otherwise, meta.identity());
    }

    /**
     * An entry that is not to be used any more. A refresh that a soft clear has led to may still run when the time of that is
     * over: then there is somebody to wait for, whose claim must not be replaced.
     */
    private Lookup over(Lookup.Hit hit) {
        EntryMeta meta = hit.entry().meta();
        if (markers.softened(meta) != Softened.OVER) {
            return new Lookup.Invalid(MissReason.EXPIRED, meta.identity());
        }
        return freshness.isClaimed(hit)
                ? new Lookup.Stale(hit.entry())
                : new Lookup.Invalid(MissReason.MARKED, meta.identity());
    }

    private byte[] encode(EntryKey key, Entry entry, @Nullable Type type) {
        byte[] bytes = remote.encode(entry, type);
        listener.sized(key, bytes.length);
        return bytes;
    }

    private void keepRefused(
            EntryKey key, @Nullable Type type, Entry entry, Snapshot before, RefusedValueException refusal) {
        if (keepRefused && !refusal.isTooLarge()) {
            local.put(key, type, entry, null, before);
        }
    }

    private Pending<Boolean> replaced(
            Pending<Boolean> sent, EntryKey key, Entry entry, @Nullable Snapshot before, Consumer<Snapshot> keep) {
        return changed(key, sent, accepted -> {
            if (accepted) {
                met(key, entry);
            }
            if (accepted && before != null) {
                keep.accept(before);
            } else {
                local.evicted(key);
            }
            return accepted;
        });
    }

    /** A change of a key that failed may have been made: what lies here is over as well. */
    private Pending<Boolean> changed(EntryKey key, Pending<Boolean> sent, UnaryOperator<Boolean> acknowledged) {
        return new HandledPending<>(
                sent,
                answer -> {
                    listener.departed(key);
                    return acknowledged.apply(answer);
                },
                failure -> {
                    listener.departed(key);
                    local.evicted(key);
                    throw failure;
                });
    }

    private void met(EntryKey key, Entry entry) {
        listener.met(key, remote.keptMillis(freshness.millisLeft(entry.meta())));
    }
}
