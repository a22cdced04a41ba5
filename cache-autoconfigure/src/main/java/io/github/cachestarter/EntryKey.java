package io.github.cachestarter;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The address of one entry: the application's key and the full Redis key
 * {@code <prefix>:<key-version>:<cache>:<key>} made of it. Two keys of an application that are not equal never have
 * equal {@code EntryKey}s. Immutable.
 */
public final class EntryKey {

    private final String cache;
    private final Object source;
    private final String redisKey;

    public EntryKey(String cache, Object source, String redisKey) {
        this.cache = cache;
        this.source = source;
        this.redisKey = redisKey;
    }

    /** The name of the cache. */
    public String cache() {
        return cache;
    }

    /** The key as the application gave it. */
    public Object source() {
        return source;
    }

    /** The full Redis key as text. */
    public String redisKey() {
        return redisKey;
    }

    /** The full Redis key in UTF-8; a new array at each call. */
    public byte[] bytes() {
        return redisKey.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntryKey that && redisKey.equals(that.redisKey);
    }

    @Override
    public int hashCode() {
        return redisKey.hashCode();
    }

    @Override
    public String toString() {
        return redisKey;
    }
}
