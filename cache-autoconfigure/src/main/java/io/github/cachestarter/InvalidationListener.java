package io.github.cachestarter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what other instances did to entries. Called on connections' threads, in the order in which the server published:
 * implementations are thread-safe, brief and never throw. Each method may be called more often than something happened.
 */
public interface InvalidationListener {

    /** Another instance evicted or put this key. */
    default void invalidated(String cache, String redisKey) {}

    /**
     * A marker was written: what was loaded by somebody who did not know it is invalid. This instance's own markers may be
     * told of as well, and one may be told of late, after newer ones.
     *
     * @param tag the evicted tag; null: the whole cache was cleared
     * @param stamp the marker; grows with each one that is written to the cache
     */
    default void marked(String cache, @Nullable String tag, long stamp) {}

    /**
     * The whole cache was cleared softly: what was loaded by somebody who did not know it may be used for so long still.
     *
     * @param stamp as of {@link #marked}
     * @param spread from now on
     */
    default void markedSoftly(String cache, long stamp, Duration spread) {}

    /** Messages of this cache may have been lost: nothing that was read of it before this call may be used any more. */
    default void flush(String cache) {}

    /** The same for all caches. */
    default void flushAll() {}

    /**
     * This key may be free for whoever waits for it: a load of it ended, anywhere, or this instance itself changed it. What
     * is kept of the key stays as it is.
     */
    default void ready(String cache, String redisKey) {}
}
