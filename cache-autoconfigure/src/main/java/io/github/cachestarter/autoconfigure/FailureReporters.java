package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.ErrorHandlerReporter;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.load.FailureReporter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * Makes the reporters of caches. The handler and the manager are asked for at each failure, since both may be made after
 * the first cache.
 */
final class FailureReporters {

    private final Supplier<CacheErrorHandler> handler;
    private final Supplier<@Nullable TieredCacheManager> manager;

    FailureReporters(Supplier<CacheErrorHandler> handler, Supplier<@Nullable TieredCacheManager> manager) {
        this.handler = handler;
        this.manager = manager;
    }

    /** The reporter of one cache. */
    FailureReporter forCache(String name) {
        return new ErrorHandlerReporter(() -> cache(name), handler, System::nanoTime);
    }

    private @Nullable Cache cache(String name) {
        TieredCacheManager caches = manager.get();
        return caches == null ? null : caches.getCache(name);
    }
}
