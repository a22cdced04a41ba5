package io.github.cachestarter;

import java.nio.ByteBuffer;

/**
 * 128 random bits that tell one lease, claim or store from every other. The first 64 bits become the <em>identity</em>
 * of the value that is stored under the token.
 *
 * @param high the identity
 * @param low the rest
 */
public record Token(long high, long low) {

    /** The number of bytes of a token on the wire. */
    public static final int BYTES = 16;

    /** The identity of a value stored under this token. */
    public long identity() {
        return high;
    }

    /** Sixteen bytes, big endian; a new array at each call. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
