package io.github.cachestarter;

import org.jspecify.annotations.Nullable;

/**
 * An eviction, a put or a clear has not been acknowledged by the remote tier. It is kept and sent again until it is, and
 * this instance does not read the key from there meanwhile, but other instances may still serve the value of before.
 * Thrown to the caller only where {@code on-evict-failure} is {@code throw}; the method of a {@code @CacheEvict} or
 * {@code @CachePut} has run by then, unless the eviction comes {@code beforeInvocation}.
 */
public class EvictionPendingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String cache;

    /**
     * Creates the exception.
     *
     * @param operation what was being done, such as {@code EVICT}
     * @param key the application's key; null: the whole cache
     */
    public EvictionPendingException(
            String cache, CacheListener.Operation operation, @Nullable Object key, RuntimeException cause) {
        super(
                "The " + operation + " of " + (key == null ? "everything" : "the key '" + key + "'") + " in the cache '"
                        + cache + "' has not been acknowledged by Redis (" + cause.getMessage()
                        + "). It is kept and sent again until it is; other instances may serve the old value meanwhile."
                        + " This is an exception because on-evict-failure of this cache is 'throw'; with 'repair' the"
                        + " call would have gone on",
                cause);
        this.cache = cache;
    }

    /** The name of the cache. */
    public String cache() {
        return cache;
    }
}
