package io.github.cachestarter;

import java.lang.reflect.Type;

/**
 * Turns values into payloads and back. Service provider interface: a bean of this type is found by its {@link #id()}.
 * Implementations are thread-safe.
 */
public interface ValueCodec {

    /** The name used in {@code cache-starter.caches.<name>.codec}, for example {@code json}. */
    String id();

    /** The number that stands for this codec in an entry's header: 128 to 255; 0 to 127 are reserved for this project. */
    int wireId();

    /**
     * The codec of one declared type. Called once per type and cached by the caller; may be slow.
     *
     * @throws RefusedValueException if values of that type cannot be kept exactly
     */
    TypeCodec forType(Type declaredType);
}
