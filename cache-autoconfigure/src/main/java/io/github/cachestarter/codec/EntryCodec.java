package io.github.cachestarter.codec;

import io.github.cachestarter.Entry;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache to bytes and back: header, then payload. Knows the types of the cache's methods. Thread-safe.
 */
public interface EntryCodec {

    /**
     * Encodes an entry, first byte {@code V}.
     *
     * @param type the declared type of the method's value; null for a cache used by hand
     * @throws io.github.cachestarter.RefusedValueException if the value cannot be kept exactly or is too large
     */
    byte[] encode(Entry entry, @Nullable Type type);

    /**
     * Decodes what {@link #encode} made, whether or not a claim was appended since. Never throws.
     *
     * @param type the declared type of the calling method, made known to this cache; null: any type known so far
     */
    DecodedEntry decode(byte[] bytes, @Nullable Type type);
}
