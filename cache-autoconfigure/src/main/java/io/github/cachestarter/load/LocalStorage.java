package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.redis.Replicas.Confirmation;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in this process alone. The leases that otherwise lie in Redis lie in a map here, under the same rules: whoever
 * loads holds one, an evict or put takes it away, and a store without it is refused. A change takes the lease
 * <em>before</em> it moves the entry's epoch: a store that was not refused has put an entry that the change still kills.
 * Nothing here waits or fails. Thread-safe.
 *
 * <p>An entry whose time is over, and which gets more because its source fails, stays as it is here: its key is remembered for
 * as long. So its own times go on telling how long it may be served at all, which otherwise Redis knows.
 */
final class LocalStorage implements Storage {

    private static final Lookup NOTHING = new Lookup.Invalid(MissReason.ABSENT, 0);
    private static final Lookup MARKED = new Lookup.Invalid(MissReason.MARKED, 0);

    /**
     * A lease whose time is over goes to the next who asks, who must not store while its holder does: a load's store does not
     * move the epoch, so that the first one's could follow.
     */
    private static final Duration STORING = Duration.ofMinutes(1);

    private final LocalTier local;
    private final LongSupplier ticker;
    private final Freshness freshness;
    private final Marking markers;
    private final CacheListener listener;
    private final long longestMillis;
    private final ConcurrentMap<EntryKey, Lease> leases = new ConcurrentHashMap<>();
    private final Pauses<EntryKey> moreTime;

    /**
     * Creates the storage of one cache.
     *
     * @param longest how long an entry lies here at most, whatever its own time is
     */
    LocalStorage(
            LocalTier local,
            LongSupplier ticker,
            Marking markers,
            Freshness freshness,
            CacheListener listener,
            Duration longest) {
        this.markers = markers;
        this.local = local;
        this.ticker = ticker;
        this.freshness = freshness;
        this.moreTime = new Pauses<>(ticker);
        this.listener = listener;
        this.longestMillis = longest.toMillis();
    }

    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        LocalHit hit = local.get(key, type);
        return markers.permitted(hit != null || type == null ? hit : suiting(local.get(key, null), type));
    }

    @Override
    public @Nullable LocalHit find(EntryKey key, @Nullable Type type) {
        LocalHit hit = local.find(key, type);
        LocalHit there = markers.permitted(hit != null || type == null ? hit : suiting(local.find(key, null), type));
        return there != null ? there : withMoreTime(key, type);
    }

    private @Nullable LocalHit withMoreTime(EntryKey key, @Nullable Type type) {
        if (!moreTime.paused(key)) {
            return null;
        }
        LocalHit stale = stale(key, type);
        return stale != null ? stale : evicted(key, type);
    }

    @Override
    public Snapshot snapshot(EntryKey key) {
        return local.snapshot(key).withStamp(markers.stamp());
    }

    @Override
    public @Nullable Confirmation replication(@Nullable EntryKey key) {
        return null;
    }

    @Override
    public void expect(Type type) {
        // Nothing is decoded that was not encoded here.
    }

    @Override
    public Pending<Lookup> get(EntryKey key, @Nullable Type type) {
        LocalHit hit = find(key, type);
        return Pending.of(hit == null ? lapsed(key, type) : hit(hit));
    }

    @Override
    public Pending<Boolean> warm(EntryKey key) {
        return Pending.of(find(key, null) != null);
    }

    /** An entry whose time is over, if it may still be of use. */
    private Lookup lapsed(EntryKey key, @Nullable Type type) {
        LocalHit hit = stale(key, type);
        if (hit != null) {
            return new Lookup.Stale(hit.entry());
        }
        LocalHit last = evicted(key, type);
        return last == null ? nothing(key, type) : new Lookup.Stale(last.entry(), true);
    }

    /** What a clear or an evicted tag has made invalid lies here still. */
    private Lookup nothing(EntryKey key, @Nullable Type type) {
        LocalHit marked = local.find(key, type);
        return marked != null && markers.permitted(marked) == null ? MARKED : NOTHING;
    }

    /** Here its time is over, by a clock of its own: what its header says may be a moment later. */
    private @Nullable LocalHit stale(EntryKey key, @Nullable Type type) {
        LocalHit hit = freshness.judges() ? markers.valid(local.lapsed(key, type)) : null;
        return hit != null && freshness.of(hit.meta()) != Freshness.State.OVER ? hit : null;
    }

    private @Nullable LocalHit evicted(EntryKey key, @Nullable Type type) {
        LocalHit last = freshness.keepsEvicted() ? local.last(key, type) : null;
        return last != null && freshness.standsIn(last.meta()) ? last : null;
    }

    /** The claim is the lease; the entry is looked at under it, as in {@link #acquire}. */
    @Override
    public Pending<Lookup> refresh(EntryKey key, @Nullable Type type, Token token, Duration claim, long identity) {
        return acquire(token, key, claim, () -> {
            LocalHit more = withMoreTime(key, type);
            if (more != null) {
                return hit(more);
            }
            LocalHit hit = find(key, type);
            Lookup there = hit == null ? lapsed(key, type) : hit(hit);
            Entry entry = there instanceof Lookup.Stale stale ? stale.entry() : hit == null ? null : hit.entry();
            return entry != null && entry.meta().identity() == identity ? Lookup.Acquired.INSTANCE : there;
        });
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before) {
        Lease lease = leases.get(key);
        if (lease == null || !lease.token.equals(token)) {
            return Pending.of(false);
        }
        Pauses.Pause pause = moreTime.prepare(key, freshness.throttle().toNanos());
        boolean mine = given(key, token);
        if (mine && markers.permit(entry.meta())) {
            moreTime.begin(key, pause); // unless it was changed just now: the source is to be asked for that
        }
        return Pending.of(mine);
    }

    /** The entry is looked up under the lease: of two who miss, the second finds what the first has stored. */
    @Override
    public Pending<Lookup> acquire(EntryKey key, @Nullable Type type, Token token, Duration lease, long invalid) {
        return acquire(token, key, lease, () -> {
            LocalHit hit = find(key, type);
            return hit == null ? Lookup.Acquired.INSTANCE : hit(hit);
        });
    }

    private Pending<Lookup> acquire(Token token, EntryKey key, Duration lease, Supplier<Lookup> underIt) {
        long now = ticker.getAsLong();
        Lease mine = new Lease(token, now + lease.toNanos());
        Lease holder = leases.merge(key, mine, (there, next) -> there.until - now > 0 ? there : next);
        if (!holder.equals(mine)) {
            return Pending.of(new Lookup.Busy(TimeUnit.NANOSECONDS.toMillis(holder.until - now)));
        }
        Lookup there = underIt.get();
        if (!(there instanceof Lookup.Acquired)) {
            leases.remove(key, mine);
        }
        return Pending.of(there);
    }

    @Override
    public Pending<Boolean> store(EntryKey key, @Nullable Type type, Token token, Entry entry, Snapshot before) {
        if (!prolonged(key, token, STORING)) {
            return Pending.of(false);
        }
        moreTime.end(key);
        met(key, entry);
        local.put(key, type, Marking.stamped(entry, before), null, before);
        return Pending.of(given(key, token));
    }

    @Override
    public void keep(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        moreTime.end(key);
        met(key, entry);
        local.put(key, type, Marking.stamped(entry, before), null, before);
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return Pending.of(given(key, token));
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        Lease lease = leases.get(key);
        if (lease != null && lease.token.equals(token)) {
            moreTime.end(key);
            local.evicted(key);
        }
        return Pending.of(given(key, token));
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return Pending.of(prolonged(key, token, lease));
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        leases.put(key, new Lease(token, ticker.getAsLong() + claim.toNanos()));
        return Pending.of(true);
    }

    @Override
    public Pending<Boolean> put(
            EntryKey key, @Nullable Type type, Token token, Entry entry, @Nullable Snapshot before) {
        if (before == null || !given(key, token)) {
            remove(key);
            return Pending.of(false);
        }
        return replaced(key, type, entry, before);
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        leases.remove(key);
        return replaced(key, type, entry, before);
    }

    private Pending<Boolean> replaced(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        moreTime.end(key);
        listener.departed(key);
        met(key, entry);
        return Pending.of(local.replaced(key, type, Marking.stamped(entry, before), null, before));
    }

    @Override
    public Pending<Boolean> putHere(EntryKey key, @Nullable Type type, Entry entry, @Nullable Snapshot before) {
        return evict(key);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        leases.remove(key);
        moreTime.end(key);
        listener.departed(key);
        return Pending.of(freshness.keepsEvicted() ? local.outdated(key) : local.evicted(key));
    }

    @Override
    public Pending<Boolean> remove(EntryKey key) {
        leases.remove(key);
        listener.departed(key);
        return Pending.of(local.evicted(key));
    }

    @Override
    public Pending<Boolean> clear() {
        boolean there = local.holdsAny();
        leases.clear();
        moreTime.endAll();
        local.cleared();
        return Pending.of(there);
    }

    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        return markers.clearSoftly(spread);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        return markers.evictTag(tag).map(there -> {
            moreTime.endAll(); // nobody knows which of them carry it; after the marker, which a rearm looks at
            return there;
        });
    }

    @Override
    public boolean permit(Outcome outcome, long stamp) {
        return markers.permit(outcome, stamp);
    }

    @Override
    public <T extends @Nullable Object> Pending<T> informed(Supplier<Pending<T>> write) {
        return write.get();
    }

    /**
     * A value that was put by hand, or by a method that declares another type. No codec has read it, so that whether it is
     * an instance of what the caller declares is all that can be known; as in every cache in memory.
     */
    private static @Nullable LocalHit suiting(@Nullable LocalHit hit, Type type) {
        if (hit == null || hit.get() == null) {
            return hit;
        }
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return !(raw instanceof Class<?> declared) || declared.isInstance(hit.get()) ? hit : null;
    }

    /** Never to an earlier end: a renewal may come late, when the store of what was loaded has begun. */
    private boolean prolonged(EntryKey key, Token token, Duration lease) {
        long until = ticker.getAsLong() + lease.toNanos();
        Lease there = leases.computeIfPresent(
                key, (at, held) -> held.token.equals(token) && held.until - until < 0 ? new Lease(token, until) : held);
        return there != null && there.token.equals(token);
    }

    private boolean given(EntryKey key, Token token) {
        AtomicBoolean held = new AtomicBoolean();
        leases.computeIfPresent(key, (at, lease) -> {
            held.setPlain(lease.token.equals(token));
            return held.getPlain() ? null : lease;
        });
        return held.getPlain();
    }

    private void met(EntryKey key, Entry entry) {
        listener.met(key, Math.min(longestMillis, freshness.millisLeft(entry.meta())));
    }

    private static Lookup hit(LocalHit hit) {
        return new Lookup.Hit(hit.entry(), null);
    }

    private record Lease(Token token, long until) {}
}
