package io.github.cachestarter.redis;

import io.github.cachestarter.EntryKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the Redis keys of one cache: {@code <prefix>:<key-version>:<cache>:<key>}. Keys that are not equal never share a
 * Redis key, equal ones always do, in every JVM; see {@link KeyText} for the text of a key and its limits. A {@code :} in
 * the version or the cache's name is written {@code %3A}, so that cache {@code a} with key {@code b:1} and cache
 * {@code a:b} with key {@code 1} stay apart; the prefix belongs to the operator and is kept as it is. Thread-safe.
 */
public final class KeyNames {

    /** Enough to meet each primary of a large cluster. */
    private static final int MARKS = 100_000;

    private final String cache;
    private final String start;
    private final String longStart;
    private final String channel;
    private final String markers;
    private final String sweep;
    private final String hotKeys;
    private final OwnTextGuard guard = new OwnTextGuard();

    /**
     * Creates the names of one cache.
     *
     * @param prefix what all keys of the application begin with; empty: nothing, not even a colon
     * @param keyVersion a part of every key; another one starts with an empty cache
     * @param cache the cache's name as the annotations use it
     */
    public KeyNames(String prefix, String keyVersion, String cache) {
        String application = application(prefix);
        String name = Escapes.escape(cache, Escapes.SEGMENT);
        this.cache = cache;
        this.start = application + Escapes.escape(keyVersion, Escapes.SEGMENT) + ':' + name + ':';
        this.longStart = start + "long#";
        this.channel = application + "cache-starter:" + name;
        // No key of an entry has a bare % in front of its version: it would be written %25.
        this.markers = application + "%markers:" + name;
        this.sweep = application + "%sweep:" + name;
        this.hotKeys = application + "%hot:" + name;
    }

    /**
     * A key that is written to see when replicas have it. No key of an entry.
     *
     * @param prefix as that of the constructor
     * @param owned whether a key belongs to the primary whose replicas are meant
     */
    static byte[] replicationMark(String prefix, Predicate<byte[]> owned) {
        String application = application(prefix);
        byte[] mark = new byte[0];
        for (int i = 0; i < MARKS && (i == 0 || !owned.test(mark)); i++) {
            mark = (application + "%replicas:" + i).getBytes(StandardCharsets.UTF_8);
        }
        return mark;
    }

    /** The key under which the instances of an application share a random sample of the servers' keys. No key of an entry. */
    public static byte[] sample(String prefix) {
        return (application(prefix) + "%sample").getBytes(StandardCharsets.UTF_8);
    }

    private static String application(String prefix) {
        return prefix.isEmpty() ? "" : Escapes.escape(prefix, Escapes.PREFIX) + ':';
    }

    /** Whether this is the key of an entry of this cache. */
    public boolean isEntry(byte[] key) {
        byte[] begin = start.getBytes(StandardCharsets.UTF_8);
        return key.length >= begin.length && Arrays.equals(key, 0, begin.length, begin, 0, begin.length);
    }

    /** The cache's name. */
    public String cache() {
        return cache;
    }

    /** The channel on which changes of this cache are announced. */
    public String channel() {
        return channel;
    }

    /** The key of this cache's markers, the same in all key versions: clears and evicted tags. No key of an entry. */
    public byte[] markers() {
        return markers.getBytes(StandardCharsets.UTF_8);
    }

    /** The key that is there while an instance sweeps what was cleared. No key of an entry. */
    public byte[] sweep() {
        return sweep.getBytes(StandardCharsets.UTF_8);
    }

    /** The key under which the keys that are read most lie, the same in all key versions. No key of an entry. */
    public byte[] hotKeys() {
        return hotKeys.getBytes(StandardCharsets.UTF_8);
    }

    /** What stands in the key of an entry behind the cache's name. */
    public String text(EntryKey key) {
        return key.redisKey().substring(start.length());
    }

    /**
     * The application's key of which {@link #text(EntryKey)} was made. Empty where it says too little, or names a class that
     * is none of the JDK's: nothing that a text names is ever instantiated.
     */
    public Optional<Object> source(String text) {
        return text.length() > KeyText.MAX_BYTES
                ? Optional.empty()
                : KeyReader.read(text).filter(key -> key(key).redisKey().equals(start + text));
    }

    /** The address of the entry whose {@link #text(EntryKey)} this is; as its source it has the text. */
    public EntryKey address(String text) {
        return new EntryKey(cache, text, start.concat(text));
    }

    /**
     * The entry key of an application's key.
     *
     * @throws IllegalArgumentException if the key's type has no stable text; the message names the type, the cache and
     *     what to do
     */
    public EntryKey key(Object key) {
        if (key instanceof String text && text.length() <= KeyText.MAX_BYTES && Escapes.isPlain(text)) {
            return new EntryKey(cache, key, start.concat(text));
        }
        if (key instanceof Long number) {
            return new EntryKey(cache, key, longStart.concat(Long.toString(number)));
        }
        return new EntryKey(cache, key, start.concat(text(key)));
    }

    /** A glob pattern that matches exactly the keys of this cache. */
    public byte[] pattern() {
        StringBuilder glob = new StringBuilder(start.length() + 8);
        for (int i = 0; i < start.length(); i++) {
            char c = start.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == ']' || c == '\\') {
                glob.append('\\');
            }
            glob.append(c);
        }
        return glob.append('*').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String text(Object key) {
        try {
            return KeyText.of(key, guard);
        } catch (RuntimeException | StackOverflowError ex) {
            // Its own toString, equals and accessors may fail in any way.
            String why = ex instanceof IllegalArgumentException ? ex.getMessage() : "reading it failed with " + ex;
            throw new IllegalArgumentException(
                    "Cache '" + cache + "' cannot use a key of type "
                            + key.getClass().getName() + ": " + why
                            + ". Choose what identifies the entry with the key attribute of the annotation, for example"
                            + " key = \"#order.id\", or make the type a record of strings, numbers and the like",
                    ex);
        }
    }
}
