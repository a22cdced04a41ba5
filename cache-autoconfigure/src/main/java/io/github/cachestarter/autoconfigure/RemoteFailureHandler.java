package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.RemoteException;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * The error handler of an application that has none. Failures of Redis are logged and counted before they come here and
 * must not reach a caller. Everything else (a mistake in a key, a wrong type) is the application's own and goes on to it.
 */
final class RemoteFailureHandler implements CacheErrorHandler {

    @Override
    public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
        rethrowUnlessRemote(exception);
    }

    @Override
    public void handleCachePutError(RuntimeException exception, Cache cache, Object key, @Nullable Object value) {
        rethrowUnlessRemote(exception);
    }

    @Override
    public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
        rethrowUnlessRemote(exception);
    }

    @Override
    public void handleCacheClearError(RuntimeException exception, Cache cache) {
        rethrowUnlessRemote(exception);
    }

    private static void rethrowUnlessRemote(RuntimeException exception) {
        if (!(exception instanceof RemoteException)) {
            throw exception;
        }
    }
}
