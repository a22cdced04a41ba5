package io.github.cachestarter;

import org.jspecify.annotations.Nullable;

/**
 * An eviction, a put or a clear has not been acknowledged by the remote tier. It is kept and sent again until it is, and
 * this instance does not read the key from there meanwhile, but other instances may still serve the value of before. Or it
 * {@linkplain #isAcknowledged was acknowledged}, and too few replicas have it: it may be lost with its primary.
 * Thrown to the caller only where {@code on-evict-failure} is {@code throw}; the method of a {@code @CacheEvict} or
 * {@code @CachePut} has run by then, unless the eviction comes {@code beforeInvocation}.
 */
public class EvictionPendingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String cache;
    private final boolean acknowledged;

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
                        + cache + "' " + (isReplication(cause) ? unreplicated(cause) : unacknowledged(cause))
                        + " This is an exception because on-evict-failure of this cache is 'throw'; with 'repair' the"
                        + " call would have gone on",
                cause);
        this.cache = cache;
        this.acknowledged = isReplication(cause);
    }

    private static boolean isReplication(RuntimeException cause) {
        return cause instanceof RemoteException remote && remote.reason() == RemoteException.Reason.NOT_REPLICATED;
    }

    private static String unreplicated(RuntimeException cause) {
        return "was acknowledged by Redis, but not by enough replicas (" + cause.getMessage()
                + "). If its primary fails now, the old value may be back until this instance has told the new one.";
    }

    private static String unacknowledged(RuntimeException cause) {
        return "has not been acknowledged by Redis (" + cause.getMessage()
                + "). It is kept and sent again until it is; other instances may serve the old value meanwhile.";
    }

    /** Whether Redis has made the change, and only its replicas have not confirmed it in time. */
    public boolean isAcknowledged() {
        return acknowledged;
    }

    /** The name of the cache. */
    public String cache() {
        return cache;
    }
}
