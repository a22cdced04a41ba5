package io.github.cachestarter.invalidation;

import io.github.cachestarter.InvalidationListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The markers of all caches, as far as this instance knows them; hears of those that others write. Thread-safe. */
public final class MarkerMemory implements InvalidationListener {

    private final Map<String, CacheMarkers> caches = new ConcurrentHashMap<>();

    /** The markers of a cache; the same ones whenever it is asked for the same name. */
    public CacheMarkers of(String cache) {
        return caches.computeIfAbsent(cache, name -> new CacheMarkers());
    }

    @Override
    public void marked(String cache, @Nullable String tag, long stamp) {
        CacheMarkers markers = caches.get(cache);
        if (markers != null) {
            markers.marked(tag, stamp);
        }
    }

    @Override
    public void flush(String cache) {
        CacheMarkers markers = caches.get(cache);
        if (markers != null) {
            markers.lost();
        }
    }

    @Override
    public void flushAll() {
        caches.values().forEach(CacheMarkers::lost);
    }
}
