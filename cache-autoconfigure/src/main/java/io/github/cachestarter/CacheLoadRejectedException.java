package io.github.cachestarter;

import java.time.Duration;

/**
 * A cached method was not called, because as many loads of its cache as are allowed were running and none ended in time.
 * It protects what the methods load from: without a limit, a cache that is away or cold hands it every call at once.
 */
public class CacheLoadRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String cache;

    /**
     * Creates the exception.
     *
     * @param maxConcurrent how many loads may run at a time in this instance
     * @param maxWait how long a call may wait for one of them to end
     */
    public CacheLoadRejectedException(String cache, int maxConcurrent, Duration maxWait) {
        super(
                "The cache '" + cache + "' rejected a call: its limit of " + maxConcurrent
                        + " loads at a time was reached and none ended in the " + maxWait.toMillis()
                        + " ms that it may wait. Make the method faster, or set load-limit.max-concurrent (a number, or off) or"
                        + " load-limit.max-wait below cache-starter.caches." + cache + " or cache-starter.defaults",
                null,
                false,
                false);
        this.cache = cache;
    }

    /** The name of the cache. */
    public String cache() {
        return cache;
    }
}
