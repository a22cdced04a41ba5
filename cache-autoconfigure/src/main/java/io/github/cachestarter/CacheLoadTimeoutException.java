package io.github.cachestarter;

import java.time.Duration;

/**
 * A call has waited for a load as long as its cache allows. The load goes on, and what it gives is stored for the calls that
 * come after.
 */
public class CacheLoadTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String cache;

    /**
     * Creates the exception.
     *
     * @param key the application's key
     * @param limit how long the call has waited
     */
    public CacheLoadTimeoutException(String cache, Object key, Duration limit) {
        super(
                "The load of the key '" + key + "' in the cache '" + cache + "' has taken longer than the "
                        + limit.toMillis()
                        + " ms that a call may wait for it. It goes on, and its value will be stored. Make"
                        + " the method faster, or set load.hard-timeout (a duration, or off) below cache-starter.caches."
                        + cache + " or cache-starter.defaults",
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
