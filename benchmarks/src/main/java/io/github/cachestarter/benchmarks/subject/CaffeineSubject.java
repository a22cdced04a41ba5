package io.github.cachestarter.benchmarks.subject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Caffeine itself, with the bound and the expiry that every cache of the comparison has. */
final class CaffeineSubject implements Subject {

    private final Cache<String, Product> cache = Caffeine.newBuilder()
            .maximumSize(Bounds.LOCAL_ENTRIES)
            .expireAfterWrite(Bounds.TTL)
            .build();

    @Override
    public @Nullable Product get(String key) {
        return cache.getIfPresent(key);
    }

    @Override
    public Product getOrLoad(String key, Callable<Product> loader) {
        return cache.get(key, missing -> load(loader));
    }

    @Override
    public void put(String key, Product product) {
        cache.put(key, product);
    }

    @Override
    public void evict(String key) {
        cache.invalidate(key);
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }

    private static Product load(Callable<Product> loader) {
        try {
            return loader.call();
        } catch (Exception ex) {
            throw new CompletionException(ex);
        }
    }
}
