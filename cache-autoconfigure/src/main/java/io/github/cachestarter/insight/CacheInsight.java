package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListenerFactory;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The statistics of all caches, also of those created long after the start. Thread-safe. */
public final class CacheInsight implements CacheListenerFactory {

    private final Map<String, CacheStatistics> caches = new ConcurrentHashMap<>();

    /** The statistics of a cache, created at the first call. */
    @Override
    public CacheStatistics forCache(String name) {
        return caches.computeIfAbsent(name, CacheStatistics::new);
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
