package io.github.cachestarter.invalidation;

import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The markers of all caches, as far as this instance knows them; hears of those that others write. Thread-safe. */
public final class MarkerMemory implements InvalidationListener {

    private final LongSupplier nanos;
    private final Map<String, CacheMarkers> caches = new ConcurrentHashMap<>();

    /** @param nanos monotonic time, the same as that of the caches' {@code Marking} */
    public MarkerMemory(LongSupplier nanos) {
        this.nanos = nanos;
    }

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
    public void markedSoftly(String cache, long stamp, Duration spread) {
        CacheMarkers markers = caches.get(cache);
        if (markers != null) {
            long now = nanos.getAsLong();
            markers.marked(new SoftClear(stamp, now, now + spread.toNanos()), now);
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
