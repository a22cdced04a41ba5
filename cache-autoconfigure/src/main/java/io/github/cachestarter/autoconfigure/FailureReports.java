package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.load.FailureReporter;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * Hands every failure that a call survived to the log and to the {@link CacheErrorHandler} that is in force. The handler
 * is told, not asked: the call is answered already, so what a handler throws is dropped. Thread-safe.
 */
final class FailureReports {

    private static final Logger log = LoggerFactory.getLogger(FailureReports.class);

    private final FailureLog lines;
    private final Supplier<CacheErrorHandler> handler;
    private final Function<String, @Nullable Cache> caches;

    /**
     * Creates reports.
     *
     * @param handler the handler, asked at each failure: it may be made after the caches
     * @param caches the existing caches by name
     */
    FailureReports(FailureLog lines, Supplier<CacheErrorHandler> handler, Function<String, @Nullable Cache> caches) {
        this.lines = lines;
        this.handler = handler;
        this.caches = caches;
    }

    /** The reporter of one cache. */
    FailureReporter forCache(String name) {
        return (operation, failure, key) -> report(name, operation, failure, key);
    }

    private void report(String name, Operation operation, RemoteException failure, @Nullable EntryKey key) {
        lines.failed(operation, failure, name);
        try {
            Cache cache = caches.apply(name);
            if (cache != null) {
                tell(handler.get(), operation, failure, cache, key);
            }
        } catch (RuntimeException ex) {
            log.debug("The cache error handler threw; the call was answered already", ex);
        }
    }

    private static void tell(
            CacheErrorHandler handler,
            Operation operation,
            RemoteException failure,
            Cache cache,
            @Nullable EntryKey key) {
        if (key == null || operation == Operation.CLEAR) {
            handler.handleCacheClearError(failure, cache);
            return;
        }
        switch (operation) {
            case GET -> handler.handleCacheGetError(failure, cache, key.source());
            case PUT -> handler.handleCachePutError(failure, cache, key.source(), null);
            case EVICT, CLEAR -> handler.handleCacheEvictError(failure, cache, key.source());
        }
    }
}
