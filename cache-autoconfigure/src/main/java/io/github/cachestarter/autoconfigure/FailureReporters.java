package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.ErrorHandlerReporter;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.load.FailureReporter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the reporters of caches. The handler and the manager may be made after the first cache, so they are looked up at
 * the first failure, and only then: with Redis away every call fails.
 */
final class FailureReporters {

    private final Supplier<CacheErrorHandler> handler;
    private final Supplier<@Nullable TieredCacheManager> manager;
    private volatile @Nullable TieredCacheManager known;

    FailureReporters(Supplier<CacheErrorHandler> handler, Supplier<@Nullable TieredCacheManager> manager) {
        this.handler = SingletonSupplier.of(handler);
        this.manager = manager;
    }

    /** The reporter of one cache. */
    FailureReporter forCache(String name) {
        return new ErrorHandlerReporter(() -> cache(name), handler, System::nanoTime);
    }

    private @Nullable Cache cache(String name) {
        TieredCacheManager caches = known;
        if (caches == null) {
            caches = manager.get();
            known = caches;
        }
        return caches == null ? null : caches.getCache(name);
    }
}
