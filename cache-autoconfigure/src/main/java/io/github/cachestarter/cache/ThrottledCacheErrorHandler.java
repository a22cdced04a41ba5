package io.github.cachestarter.cache;

import io.github.cachestarter.RemoteException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;

/**
 * The error handler of an application that has none: logs at most once a minute per cache, operation and reason, with
 * the number of failures it kept silent about, and never throws. Stack traces are logged at DEBUG. That nothing is sent
 * while the breaker is open or a change is pending is no news: who opens it, and who keeps the change, has said so. Thread-safe.
 */
public final class ThrottledCacheErrorHandler implements CacheErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(ThrottledCacheErrorHandler.class);

    private static final String LATER = "it is sent again until Redis has it, and old values are not served from there"
            + " by this instance meanwhile";
    private static final String UNREPLICATED =
            "it has happened, and if its primary fails now the old value may be back until"
                    + " this instance has told the new one";
    private static final Set<String> SAID_ELSEWHERE =
            Set.of(RemoteException.Reason.BREAKER_OPEN.name(), RemoteException.Reason.REPAIR_PENDING.name());

    private final OncePerMinute perCause;

    /**
     * Creates a handler.
     *
     * @param ticker monotonic time in nanoseconds
     */
    public ThrottledCacheErrorHandler(LongSupplier ticker) {
        this.perCause = new OncePerMinute(ticker);
    }

    @Override
    public void handleCacheGetError(RuntimeException exception, Cache cache, Object key) {
        failed(cache, "read", "the method was called instead", exception);
    }

    @Override
    public void handleCachePutError(RuntimeException exception, Cache cache, Object key, @Nullable Object value) {
        failed(cache, "put", "the caller has its result, but it was not stored", exception);
    }

    @Override
    public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
        failed(cache, "evict", LATER, exception);
    }

    @Override
    public void handleCacheClearError(RuntimeException exception, Cache cache) {
        failed(cache, "clear", LATER, exception);
    }

    private void failed(Cache cache, String operation, String consequence, RuntimeException exception) {
        String reason = exception instanceof RemoteException remote
                ? remote.reason().name()
                : exception.getClass().getName();
        if (SAID_ELSEWHERE.contains(reason)) {
            return;
        }
        OptionalLong heldBack = perCause.admit(cache.getName() + ' ' + operation + ' ' + reason);
        if (heldBack.isEmpty()) {
            return;
        }
        String others = heldBack.getAsLong() == 0
                ? ""
                : " (" + heldBack.getAsLong() + " more of this kind since the last message)";
        boolean happened = RemoteException.Reason.NOT_REPLICATED.name().equals(reason);
        log.warn(
                "A {} of the cache '{}' {}, {}: {}{}",
                operation,
                cache.getName(),
                happened ? "is not known to have reached enough replicas" : "failed",
                happened ? UNREPLICATED : consequence,
                exception.getMessage(),
                others);
        log.debug("The failed {} of the cache '{}'", operation, cache.getName(), exception);
    }
}
