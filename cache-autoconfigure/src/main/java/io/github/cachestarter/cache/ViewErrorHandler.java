package io.github.cachestarter.cache;

import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.RefusedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * The application's error handler as the interceptor uses it. Failures of the remote tier do not come this way: the
 * caches survive them and report them themselves. Keys that cannot be used reach the caller, and so do values that cannot
 * be kept and changes that are pending where the settings make these a failure; failures of an asynchronous method, which Spring hands over as failed
 * reads, are none of the handler's business.
 */
record ViewErrorHandler(CacheErrorHandler handler) implements CacheErrorHandler {

    @Override
    public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
        rethrowIfMeantForCaller(exception);
        if (!(cache instanceof InvocationCache view)) {
            handler.handleCacheGetError(exception, cache, key);
        } else if (view.failsAsItsLoad()) {
            throw exception;
        } else if (view.failedWith(exception)) {
            handler.handleCacheGetError(exception, view.cache(), key);
        }
    }

    @Override
    public void handleCachePutError(RuntimeException exception, Cache cache, Object key, @Nullable Object value) {
        rethrowIfMeantForCaller(exception);
        handler.handleCachePutError(exception, ours(cache), key, value);
    }

    @Override
    public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
        rethrowIfMeantForCaller(exception);
        handler.handleCacheEvictError(exception, ours(cache), key);
    }

    @Override
    public void handleCacheClearError(RuntimeException exception, Cache cache) {
        rethrowIfMeantForCaller(exception);
        handler.handleCacheClearError(exception, ours(cache));
    }

    private static Cache ours(Cache cache) {
        return cache instanceof InvocationCache view ? view.cache() : cache;
    }

    private static void rethrowIfMeantForCaller(RuntimeException exception) {
        if (exception instanceof UnusableKeyException
                || exception instanceof RefusedValueException
                || exception instanceof EvictionPendingException) {
            throw exception;
        }
    }
}
