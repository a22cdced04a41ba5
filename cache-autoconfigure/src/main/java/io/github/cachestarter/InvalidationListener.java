package io.github.cachestarter;

/**
 * Hears what other instances did to entries. Called on connections' threads, in the order in which the server published:
 * implementations are thread-safe, brief and never throw. Each method may be called more often than something happened.
 */
public interface InvalidationListener {

    /** Another instance evicted or put this key. */
    default void invalidated(String cache, String redisKey) {}

    /** Another instance cleared this cache. */
    default void cleared(String cache) {}

    /** Messages may have been lost: nothing that was read before this call may be used any more. */
    default void flushAll() {}

    /**
     * This key may be free for whoever waits for it: a load of it ended, anywhere, or this instance itself changed it. What
     * is kept of the key stays as it is.
     */
    default void ready(String cache, String redisKey) {}
}
