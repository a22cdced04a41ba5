package io.github.cachestarter.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.CacheManager;

/**
 * The caches of an application. A cache that nobody configured is created at its first use, with the defaults, unless
 * that is switched off ({@code cache-starter.create-on-demand: false}). Caches are never dropped: {@link #resetCaches()}
 * clears them. Thread-safe.
 */
public final class TieredCacheManager implements CacheManager {

    private static final Logger log = LoggerFactory.getLogger(TieredCacheManager.class);

    private final Function<String, TieredCache> factory;
    private final boolean createOnDemand;
    private final Map<String, TieredCache> caches = new ConcurrentHashMap<>();
    private final List<CacheCreationListener> listeners = new ArrayList<>();
    private final ReentrantLock creation = new ReentrantLock();

    /**
     * Creates a manager and the caches that are known by name.
     *
     * @param factory creates a cache; called at most once per name
     * @param names the caches to create now
     * @param createOnDemand {@code false}: there are no other caches than these
     */
    public TieredCacheManager(Function<String, TieredCache> factory, Collection<String> names, boolean createOnDemand) {
        this.factory = factory;
        this.createOnDemand = createOnDemand;
        names.forEach(this::create);
    }

    @Override
    public @Nullable TieredCache getCache(String name) {
        TieredCache cache = caches.get(name);
        return cache != null || !createOnDemand ? cache : create(name);
    }

    /** The names of the caches that exist now; a snapshot. */
    @Override
    public Collection<String> getCacheNames() {
        return Set.copyOf(caches.keySet());
    }

    /** The caches that exist now; a snapshot. */
    public Collection<TieredCache> caches() {
        return List.copyOf(caches.values());
    }

    /** Adds a listener. It is told of the caches that exist at once, and of later ones when they are created. */
    public void addListener(CacheCreationListener listener) {
        creation.lock();
        try {
            listeners.add(listener);
            caches.values().forEach(cache -> tell(listener, cache));
        } finally {
            creation.unlock();
        }
    }

    // A lock, not computeIfAbsent: factory and listeners may ask for other caches.
    private TieredCache create(String name) {
        creation.lock();
        try {
            TieredCache existing = caches.get(name);
            if (existing != null) {
                return existing;
            }
            TieredCache cache = factory.apply(name);
            List.copyOf(listeners).forEach(listener -> tell(listener, cache));
            caches.put(name, cache);
            return cache;
        } finally {
            creation.unlock();
        }
    }

    private static void tell(CacheCreationListener listener, TieredCache cache) {
        try {
            listener.created(cache);
        } catch (RuntimeException ex) {
            log.warn("A listener failed on the new cache '{}'; the cache works without it", cache.getName(), ex);
        }
    }
}
