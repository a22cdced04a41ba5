package io.github.cachestarter.codec;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * What a cache knows of one type of its values. Exactly one of codec and refusal is there, or neither: the type says
 * nothing ({@code Object}), and every value is taken by its class. Immutable.
 */
record KnownType(
        Type type, @Nullable TypeCodec codec, @Nullable RefusedValueException refusal) {

    static KnownType readable(Type type, TypeCodec codec) {
        return new KnownType(type, codec, null);
    }

    static KnownType refused(Type type, RefusedValueException refusal) {
        return new KnownType(type, null, refusal);
    }

    static KnownType open() {
        return new KnownType(Object.class, null, null);
    }

    boolean isOpen() {
        return codec == null && refusal == null;
    }

    boolean hasFingerprint(long fingerprint) {
        return codec != null && codec.fingerprint() == fingerprint;
    }

    /**
     * The codec.
     *
     * @throws RefusedValueException if the type is refused; always the same exception, so that a refused type costs
     *     nothing per call
     */
    TypeCodec requireCodec() {
        if (refusal != null) {
            throw refusal;
        }
        if (codec == null) {
            throw new IllegalStateException("An open type has no codec of its own");
        }
        return codec;
    }

    /**
     * Whether a value that was stored under another type may be handed to a method of this one. Two methods may share a
     * cache, and a key by mistake: then each gets its own values, never the other's.
     */
    boolean accepts(KnownType stored, Object value) {
        return isOpen()
                || (type instanceof Class<?> raw && raw.isInstance(value))
                || ResolvableType.forType(type).isAssignableFrom(ResolvableType.forType(stored.type));
    }
}
