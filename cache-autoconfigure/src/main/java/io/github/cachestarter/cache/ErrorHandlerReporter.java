package io.github.cachestarter.cache;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.load.FailureReporter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * Tells the application's {@link CacheErrorHandler} of every failure that one cache survived. The handler is where an
 * application can add something, not what keeps the cache from failing: whatever it throws is logged, once a minute, and
 * goes no further. Thread-safe.
 */
public final class ErrorHandlerReporter implements FailureReporter {

    private static final Logger log = LoggerFactory.getLogger(ErrorHandlerReporter.class);

    private final Supplier<? extends @Nullable Cache> cache;
    private final Supplier<CacheErrorHandler> handler;
    private final OncePerMinute perCause;

    /**
     * Creates the reporter of one cache.
     *
     * @param cache the cache that handlers are shown; asked for at each failure, null while it is being made
     * @param handler the handler in force; asked for at each failure
     * @param ticker monotonic time in nanoseconds
     */
    public ErrorHandlerReporter(
            Supplier<? extends @Nullable Cache> cache, Supplier<CacheErrorHandler> handler, LongSupplier ticker) {
        this.cache = cache;
        this.handler = handler;
        this.perCause = new OncePerMinute(ticker);
    }

    @Override
    public void failed(Operation operation, RemoteException failure, @Nullable EntryKey key) {
        try {
            Cache failing = cache.get();
            if (failing != null) {
                tell(handler.get(), operation, failure, failing, key == null ? null : key.source());
            }
        } catch (RuntimeException ex) {
            if (perCause.admit(ex.getClass().getName()).isPresent()) {
                log.warn(
                        "The CacheErrorHandler threw when it was told of a failed {}; the call goes on. It was told: {}",
                        operation,
                        failure.getMessage(),
                        ex == failure ? null : ex);
            }
        }
    }

    // The value of a put that failed is not kept for this.
    private static void tell(
            CacheErrorHandler handler,
            Operation operation,
            RemoteException failure,
            Cache cache,
            @Nullable Object key) {
        if (key == null) {
            handler.handleCacheClearError(failure, cache);
            return;
        }
        switch (operation) {
            case GET -> handler.handleCacheGetError(failure, cache, key);
            case PUT -> handler.handleCachePutError(failure, cache, key, null);
            case EVICT -> handler.handleCacheEvictError(failure, cache, key);
            case CLEAR -> handler.handleCacheClearError(failure, cache);
            case RECORD -> {} // no call failed
        }
    }
}
