package io.github.cachestarter.redis;

import io.github.cachestarter.EntryKey;

/** Makes the Redis keys of one cache. Keys that are not equal never share a Redis key. Thread-safe. */
public final class KeyNames {

    private final String cache;
    private final String start;
    private final String channel;

    public KeyNames(String prefix, String keyVersion, String cache) {
        this.cache = cache;
        this.start = prefix + ':' + keyVersion + ':' + cache + ':';
        this.channel = prefix + ":cache-starter:" + cache;
    }

    /** The cache's name. */
    public String cache() {
        return cache;
    }

    /** The channel on which changes of this cache are announced. */
    public String channel() {
        return channel;
    }

    /**
     * The entry key of an application's key.
     *
     * @throws IllegalArgumentException if the key's type has no stable text
     */
    public EntryKey key(Object key) {
        return new EntryKey(cache, key, start + key);
    }

    /** A glob pattern that matches exactly the keys of this cache. */
    public byte[] pattern() {
        return (start + "*").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
