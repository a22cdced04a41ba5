package io.github.cachestarter.local;

import io.github.cachestarter.Findings;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.codec.EntryCodec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongPredicate;

/** The local tiers of all caches; hears what the other instances changed. Thread-safe. */
public final class LocalTiers implements InvalidationListener {

    private final LocalTimes times;
    private final Findings findings;
    private final AtomicLongArray stripes = Epochs.newStripes();
    private final Map<String, CaffeineLocalTier> tiers = new ConcurrentHashMap<>();

    public LocalTiers(LocalTimes times, Findings findings) {
        this.times = times;
        this.findings = findings;
    }

    /**
     * Creates the tier of a cache; from its return on every message reaches it.
     *
     * @param gate whether the entries may be used at a monotonic time: the messages of the others are known to have come
     *     through shortly before it
     * @throws IllegalStateException if the cache has one already
     */
    public LocalTier create(String cache, LongPredicate gate, LocalSettings settings, EntryCodec codec) {
        if (!settings.enabled()) {
            return LocalTier.NONE;
        }
        CaffeineLocalTier tier = new CaffeineLocalTier(
                settings, times, gate, new Epochs(stripes), new LocalEntries(cache, settings, codec, findings));
        if (tiers.putIfAbsent(cache, tier) != null) {
            throw new IllegalStateException("The cache '" + cache + "' has a local tier already");
        }
        return tier;
    }

    /** The tier of a cache, one that keeps nothing if there is none. */
    public LocalTier of(String cache) {
        LocalTier tier = tiers.get(cache);
        return tier == null ? LocalTier.NONE : tier;
    }

    @Override
    public void invalidated(String cache, String redisKey) {
        Epochs.changed(stripes, redisKey);
    }

    @Override
    public void flush(String cache) {
        CaffeineLocalTier tier = tiers.get(cache);
        if (tier != null) {
            tier.outdated();
        }
    }

    @Override
    public void flushAll() {
        tiers.values().forEach(CaffeineLocalTier::outdated);
    }
}
