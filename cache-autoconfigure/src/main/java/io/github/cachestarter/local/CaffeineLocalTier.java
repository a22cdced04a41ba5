package io.github.cachestarter.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.local.LocalEntry.Validity;
import java.lang.reflect.Type;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A local tier over Caffeine, which finds entries and frees memory but decides nothing: whether an entry may be read is
 * checked at every read, in this order: take the time, ask the gate about that time, look up, compare the epochs. A reader
 * that is held up anywhere in between, for as long as one likes, has asked about a time that only grows older, and has
 * compared epochs that were at least as new as the gate's answer (checks GM2 and GM4 of the protocol model).
 *
 * <p>While the gate is shut nothing is read, with one exception: where this instance's breaker has given the remote tier up,
 * nobody can ask it, and an entry may be read for a short time after the begin of its load. The messages of that time are lost,
 * so its age is all that bounds how old it is. A gate that is shut while commands get through is no such case: then the
 * remote tier is asked (check GH6).
 *
 * <p>An entry's own expiry is one comparison with the time that the gate needs anyway. Caffeine's, after the longest time
 * an entry may stay, only frees memory and runs on a {@link CoarseTicker}.
 */
final class CaffeineLocalTier implements LocalTier {

    private final LocalTimes times;
    private final LongPredicate gate;
    private final Epochs epochs;
    private final LocalEntries values;
    private final long ttlNanos;
    private final long outageNanos;
    private final LongAdder displaced = new LongAdder();
    private final CoarseTicker coarse;
    private final Cache<Object, LocalEntry> entries;

    CaffeineLocalTier(
            LocalSettings settings, LocalTimes times, LongPredicate gate, Epochs epochs, LocalEntries values) {
        this.times = times;
        this.gate = gate;
        this.epochs = epochs;
        this.values = values;
        this.ttlNanos = settings.ttl().toNanos();
        this.outageNanos = settings.outageTtl().toNanos();
        this.coarse = new CoarseTicker(times.nanos().getAsLong());
        this.entries = caffeine(settings);
    }

    /**
     * Maintenance runs on the thread that caused it: a few hundred nanoseconds for a store that displaces another entry. On
     * another thread, as by default, writers wait for its lock as soon as they are faster, which took twice as long, and it
     * stands still while the common pool is busy with tasks of the application. Whoever comes first after a pause tidies up
     * all that has expired in it.
     */
    private Cache<Object, LocalEntry> caffeine(LocalSettings settings) {
        Caffeine<Object, LocalEntry> builder = Caffeine.newBuilder()
                .expireAfterWrite(settings.ttl())
                .ticker(coarse)
                .executor(Runnable::run)
                .evictionListener((@Nullable Object key, @Nullable LocalEntry entry, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        displaced.increment();
                    }
                });
        settings.idle().ifPresent(builder::expireAfterAccess);
        return settings.maxWeight().isPresent()
                ? builder.maximumWeight(settings.maxWeight().getAsLong())
                        .weigher((Object key, LocalEntry entry) -> entry.weight())
                        .build()
                : builder.maximumSize(settings.maxEntries()).build();
    }

    @Override
    public @Nullable LocalHit get(Object key, @Nullable Type type) {
        return DirectKeys.possible(key) ? read(key, null, type) : null;
    }

    @Override
    public @Nullable LocalHit find(EntryKey key, @Nullable Type type) {
        return read(DirectKeys.of(key), key, type);
    }

    @Override
    public @Nullable LocalHit lapsed(EntryKey key, @Nullable Type type) {
        long now = times.nanos().getAsLong();
        if (!gate.test(now)) {
            return null;
        }
        LocalEntry entry = entries.getIfPresent(DirectKeys.of(key));
        return entry != null && entry.unchanged(epochs) && entry.suits(type) ? entry.hit() : null;
    }

    /** The address is needed to read behind a shut gate only. */
    private @Nullable LocalHit read(Object at, @Nullable EntryKey key, @Nullable Type type) {
        long now = times.nanos().getAsLong();
        boolean open = gate.test(now);
        if (!open && !(key != null && outage(key))) {
            return null;
        }
        coarse.passed(now);
        LocalEntry entry = entries.getIfPresent(at);
        return entry != null && readable(entry, now, open) && entry.suits(type) ? entry.hit() : null;
    }

    private boolean readable(LocalEntry entry, long now, boolean open) {
        return entry.alive(epochs, now) && (open || entry.notOlderThan(outageNanos, now));
    }

    private boolean outage(EntryKey key) {
        return outageNanos > 0 && times.remoteAway().test(key);
    }

    @Override
    public Snapshot snapshot(EntryKey key) {
        return epochs.snapshot(key.redisKey(), times.nanos().getAsLong());
    }

    @Override
    public void put(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before) {
        // Only a saving: were a dead entry put, no read would give it.
        if (!epochs.current(before.stripe(), before.keyEpoch(), before.cacheEpoch())) {
            return;
        }
        long now = times.nanos().getAsLong();
        coarse.passed(now);
        long nanosLeft = Math.min(ttlNanos, nanosLeft(entry.meta()));
        if (nanosLeft > 0) {
            LocalEntry kept = values.entry(entry, type, bytes, new Validity(before, now + nanosLeft));
            if (kept != null) {
                entries.put(DirectKeys.of(key), kept);
            }
        }
    }

    /** Redis keeps the entry no shorter: its time counts from the end of its load, before it was stored. */
    private long nanosLeft(EntryMeta meta) {
        long left = meta.expiresAt() - times.wallMillis().getAsLong();
        return TimeUnit.MILLISECONDS.toNanos(Math.min(meta.ttlMillis(), left));
    }

    @Override
    public boolean replaced(EntryKey key, @Nullable Type type, Entry entry, byte @Nullable [] bytes, Snapshot before) {
        Snapshot own = epochs.moved(before);
        if (own != null) {
            put(key, type, entry, bytes, own);
        }
        return own != null;
    }

    /** Takes the entry out before the epoch moves, so that of several who evict it exactly one is told it was there. */
    @Override
    public boolean evicted(EntryKey key) {
        AtomicBoolean there = new AtomicBoolean();
        entries.asMap().computeIfPresent(DirectKeys.of(key), (at, entry) -> {
            there.setPlain(readable(entry, key));
            return null;
        });
        epochs.changed(key.redisKey());
        return there.getPlain();
    }

    @Override
    public boolean outdated(EntryKey key) {
        LocalEntry entry = entries.getIfPresent(DirectKeys.of(key));
        boolean there = entry != null && readable(entry, key);
        epochs.changed(key.redisKey());
        return there;
    }

    @Override
    public @Nullable LocalHit last(EntryKey key, @Nullable Type type) {
        LocalEntry entry = entries.getIfPresent(DirectKeys.of(key));
        return entry != null && entry.suits(type) ? entry.hit() : null;
    }

    @Override
    public boolean holdsAny() {
        return entries.asMap().values().stream().anyMatch(entry -> readable(entry, null));
    }

    @Override
    public void cleared() {
        outdated();
    }

    /** Nothing that began before now is read any more. Takes the same time however much lies here. */
    void outdated() {
        epochs.allChanged();
    }

    private boolean readable(LocalEntry entry, @Nullable EntryKey key) {
        long now = times.nanos().getAsLong();
        boolean open = gate.test(now);
        return (open || (key != null && outage(key))) && readable(entry, now, open);
    }

    @Override
    public long size() {
        return entries.estimatedSize();
    }

    @Override
    public long displaced() {
        return displaced.sum();
    }

    /** Does now what Caffeine would do some time. */
    void freeMemory() {
        entries.cleanUp();
    }
}
