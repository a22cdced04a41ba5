package io.github.cachestarter;

/** Turns values of one declared type into a payload and back. Thread-safe. */
public interface TypeCodec {

    /**
     * 64 bits that change whenever the shape of the type does. Compared before a byte of a payload is read; a payload
     * written under another fingerprint is never read by this codec.
     */
    long fingerprint();

    /**
     * Encodes a value that is not {@code null}.
     *
     * @throws RefusedValueException if this value cannot be kept exactly
     */
    byte[] encode(Object value);

    /**
     * Decodes a payload.
     *
     * @throws RuntimeException of any kind if the bytes are no payload of this type; the caller treats all alike
     */
    Object decode(byte[] bytes, int offset, int length);

    /** Whether values are provably immutable and may be shared between callers. */
    boolean immutable();
}
