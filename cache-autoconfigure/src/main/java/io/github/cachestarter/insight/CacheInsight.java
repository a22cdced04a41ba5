package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.local.LocalTier;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The statistics of all caches, also of those created long after the start. Thread-safe. */
public final class CacheInsight implements CacheListenerFactory {

    private final Map<String, CacheStatistics> caches = new ConcurrentHashMap<>();
    private final Function<String, LocalTier> locals;

    /** Creates the statistics of caches that keep nothing in this process. */
    public CacheInsight() {
        this(cache -> LocalTier.NONE);
    }

    /**
     * Creates the statistics.
     *
     * @param locals what a cache keeps in this process, by its name; asked at each look
     */
    public CacheInsight(Function<String, LocalTier> locals) {
        this.locals = locals;
    }

    /** The statistics of a cache, created at the first call. */
    @Override
    public CacheStatistics forCache(String name) {
        return caches.computeIfAbsent(name, key -> new CacheStatistics(key, () -> locals.apply(key)));
    }

    /** The statistics of a cache; empty if there is no such cache. */
    public Optional<CacheStatistics> find(String name) {
        return Optional.ofNullable(caches.get(name));
    }

    /** The statistics of the caches that exist now, by name; a snapshot. */
    public Collection<CacheStatistics> all() {
        return caches.values().stream()
                .sorted(Comparator.comparing(CacheStatistics::name))
                .toList();
    }
}
