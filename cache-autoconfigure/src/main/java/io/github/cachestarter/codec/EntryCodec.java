package io.github.cachestarter.codec;

import io.github.cachestarter.Entry;
import io.github.cachestarter.RefusedValueException;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache to bytes and back: header, then payload. Knows the types of the cache's methods. Thread-safe.
 */
public interface EntryCodec {

    /**
     * Encodes an entry, first byte {@code V}, and checks it if it is due.
     *
     * @param type the declared type of the method's value; null for a cache used by hand
     * @throws io.github.cachestarter.RefusedValueException if the value cannot be kept exactly or is too large
     */
    byte[] encode(Entry entry, @Nullable Type type);

    /**
     * As {@link #encode}, but leaves the check to the caller.
     *
     * @throws io.github.cachestarter.RefusedValueException as {@link #encode}
     */
    default Encoding prepare(Entry entry, @Nullable Type type) {
        return Encoding.trusted(encode(entry, type));
    }

    /**
     * Decodes what {@link #encode} made, whether or not a claim was appended since. Never throws.
     *
     * @param type the declared type of the calling method, made known to this cache; null: any type known so far
     */
    DecodedEntry decode(byte[] bytes, @Nullable Type type);

    /**
     * Whether a value is provably immutable, so that callers may share it. Never throws; false where it is not known.
     *
     * @param type as for {@link #encode}
     */
    default boolean immutable(Object value, @Nullable Type type) {
        return false;
    }

    /**
     * Makes a declared type known before the first call that names it. May be slow.
     *
     * @return why values of that type will not be stored, if they will not
     */
    default Optional<RefusedValueException> learn(Type type) {
        return Optional.empty();
    }

    /** Makes a type known that a caller expects to read. It may fit nothing, which is no finding. */
    default void expect(Type type) {}

    /** The declared type under which an entry was stored, of those made known so far; null: nobody knows. Never throws. */
    default @Nullable Type typeOf(byte[] bytes) {
        return null;
    }

    /** How many values were refused since the start, by class or field. A snapshot. */
    default Map<String, Long> refusals() {
        return Map.of();
    }
}
