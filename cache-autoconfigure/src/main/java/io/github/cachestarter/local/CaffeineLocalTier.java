package io.github.cachestarter.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.local.LocalEntry.Validity;
import java.lang.reflect.Type;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A local tier over Caffeine, which finds entries and frees memory but decides nothing: whether an entry may be read is
 * checked at every read, in this order: take the time, ask the gate about that time, look up, compare the epochs. A reader
 * that is held up anywhere in between, for as long as one likes, has asked about a time that only grows older, and has
 * compared epochs that were at least as new as the gate's answer (checks GM2 and GM4 of the protocol model).
 *
 * <p>An entry's own expiry is one comparison with the time that the gate needs anyway. Caffeine's, after the longest time
 * an entry may stay, only frees memory and runs on a {@link CoarseTicker}.
 */
final class CaffeineLocalTier implements LocalTier {

    private final LocalTimes times;
    private final Epochs epochs;
    private final LocalEntries values;
    private final long ttlNanos;
    private final CoarseTicker coarse;
    private final Cache<Object, LocalEntry> entries;

    CaffeineLocalTier(LocalSettings settings, LocalTimes times, Epochs epochs, LocalEntries values) {
        this.times = times;
        this.epochs = epochs;
        this.values = values;
        this.ttlNanos = settings.ttl().toNanos();
        this.coarse = new CoarseTicker(times.nanos().getAsLong());
        this.entries = caffeine(settings, coarse);
    }

    private static Cache<Object, LocalEntry> caffeine(LocalSettings settings, CoarseTicker coarse) {
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().expireAfterWrite(settings.ttl()).ticker(coarse);
        return settings.maxWeight().isPresent()
                ? builder.maximumWeight(settings.maxWeight().getAsLong())
                        .<Object, LocalEntry>weigher((key, entry) -> entry.weight())
                        .build()
                : builder.maximumSize(settings.maxEntries()).build();
    }

    @Override
    public @Nullable LocalHit get(Object key, @Nullable Type type) {
        return DirectKeys.possible(key) ? read(key, type) : null;
    }

    @Override
    public @Nullable LocalHit find(EntryKey key, @Nullable Type type) {
        return read(DirectKeys.of(key), type);
    }

    private @Nullable LocalHit read(Object key, @Nullable Type type) {
        long now = times.nanos().getAsLong();
        if (!times.gate().test(now)) {
            return null;
        }
        coarse.passed(now);
        LocalEntry entry = entries.getIfPresent(key);
        return entry != null && entry.usable(epochs, now, type) ? entry.hit() : null;
    }

    @Override
    public Snapshot snapshot(EntryKey key) {
        return epochs.snapshot(key.redisKey());
    }

    @Override
    public void put(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        // Only a saving: were a dead entry put, no read would give it.
        if (!epochs.current(before.stripe(), before.keyEpoch(), before.cacheEpoch())) {
            return;
        }
        long now = times.nanos().getAsLong();
        coarse.passed(now);
        long nanosLeft = Math.min(ttlNanos, nanosLeft(entry.meta()));
        if (nanosLeft > 0) {
            Validity validity = new Validity(before, now + nanosLeft);
            entries.put(DirectKeys.of(key), values.entry(entry, type, validity));
        }
    }

    /** How long Redis keeps the entry, counted from the begin of its load, which was before it was stored. */
    private long nanosLeft(EntryMeta meta) {
        long age = Math.max(0, times.wallMillis().getAsLong() - meta.createdAt());
        return TimeUnit.MILLISECONDS.toNanos(meta.ttlMillis() - age);
    }

    @Override
    public void replaced(EntryKey key, @Nullable Type type, Entry entry, Snapshot before) {
        Snapshot own = epochs.moved(before);
        if (own != null) {
            put(key, type, entry, own);
        }
    }

    @Override
    public void evicted(EntryKey key) {
        epochs.changed(key.redisKey());
    }

    @Override
    public void cleared() {
        epochs.allChanged();
    }

    @Override
    public long size() {
        return entries.estimatedSize();
    }

    /** Does now what Caffeine would do some time. */
    void freeMemory() {
        entries.cleanUp();
    }
}
