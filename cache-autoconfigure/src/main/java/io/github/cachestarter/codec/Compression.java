package io.github.cachestarter.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Raw deflate of the JDK at its fastest level. Text shrinks to a quarter or less of its length; what does not shrink is
 * stored as it is. Its native memory is given back at once, not when the garbage collector comes along.
 */
final class Compression {

    /** Deflate cannot make more than this many bytes of one. */
    private static final int MAX_RATIO = 1032;

    private Compression() {}

    /**
     * An array that starts with room for a header of so many bytes and goes on with the compressed payload, or null if
     * that would not be shorter.
     *
     * @param header how many bytes to leave free at the start
     * @param price how many of these an entry that is not compressed would not need
     */
    static byte @Nullable [] compress(byte[] payload, int header, int price) {
        int limit = payload.length - price - 1;
        if (limit <= 0) {
            return null;
        }
        byte[] out = new byte[header + limit];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(payload);
            deflater.finish();
            int length = deflater.deflate(out, header, limit);
            return deflater.finished() ? Arrays.copyOf(out, header + length) : null;
        } finally {
            deflater.end();
        }
    }

    /**
     * The payload, which must have exactly this length: never allocates more, whatever the bytes claim.
     *
     * @throws DataFormatException if the bytes do not make a payload of this length
     */
    static byte[] decompress(byte[] bytes, int offset, int length, int rawLength) throws DataFormatException {
        if (rawLength <= 0 || rawLength / MAX_RATIO > length) {
            throw new DataFormatException("Impossible length " + rawLength);
        }
        byte[] payload = new byte[rawLength];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, offset, length);
            int inflated = inflater.inflate(payload);
            // The end of the data may still have to be read when the output is full.
            boolean complete = inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
            if (inflated != rawLength || !complete || inflater.getRemaining() != 0) {
                throw new DataFormatException("Not " + rawLength + " bytes");
            }
            return payload;
        } finally {
            inflater.end();
        }
    }
}
