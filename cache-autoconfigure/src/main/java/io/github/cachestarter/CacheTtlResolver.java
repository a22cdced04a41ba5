package io.github.cachestarter;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bean that decides how long a value lives by looking at it. Service provider interface. Thread-safe and fast: called for
 * every value that is stored. What it throws is logged, and the settings decide.
 */
@FunctionalInterface
public interface CacheTtlResolver {

    /** Leaves everything to the settings. */
    CacheTtlResolver NONE = (cache, key, value) -> Optional.empty();

    /**
     * The time-to-live of a value; the cache's {@code max-ttl} is its bound, and jitter may shorten it.
     *
     * @param cache the name of the cache
     * @param key the application's key
     * @param value the value; null: a cached null
     * @return empty: the settings decide; zero or less: the value is not kept
     */
    Optional<Duration> timeToLive(String cache, Object key, @Nullable Object value);
}
