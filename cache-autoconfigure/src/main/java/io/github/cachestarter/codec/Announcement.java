package io.github.cachestarter.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the scripts publish about a key: that it changed, or that a load of it ended. It carries no value.
 *
 * <p>Format, version 1, big endian: version (1 byte), kind (1 byte), sender (8), length of the cache's name in bytes (2),
 * the name, then the key to the end; both in UTF-8. Messages of another version or kind are ignored, so that versions of
 * this library can run side by side; a new kind that must not be ignored needs a new version and a channel of its own.
 *
 * @param kind what happened
 * @param sender who says so: random per start of an instance, so that it can tell its own messages
 * @param cache the cache's name
 * @param key the full Redis key
 */
public record Announcement(Kind kind, long sender, String cache, String key) {

    /** The longest message that is read or written. Keys are bounded, names of caches are not. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 12;

    /** What happened. */
    public enum Kind {
        /** The key was evicted. */
        EVICT('E'),
        /** The key was put, or removed in place of a put. */
        PUT('P'),
        /** A load for which others wait has ended: its value is there, or nothing. */
        READY('R');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The message's bytes; a new array at each call.
     *
     * @throws IllegalArgumentException if it were longer than {@link #MAX_BYTES}
     */
    public byte[] encode() {
        byte[] cacheBytes = cache.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + cacheBytes.length + keyBytes.length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "An announcement of cache '" + cache.substring(0, Math.min(80, cache.length()))
                            + "' would have " + length + " bytes, more than " + MAX_BYTES
                            + ": shorten the cache's name or cache-starter.key-prefix");
        }
        return ByteBuffer.allocate(length)
                .put(VERSION)
                .put(kind.code)
                .putLong(sender)
                .putShort((short) cacheBytes.length)
                .put(cacheBytes)
                .put(keyBytes)
                .array();
    }

    /** Reads a message; empty if it is none of this version. Never throws. */
    public static Optional<Announcement> decode(byte[] message) {
        if (message.length > MAX_BYTES || message.length < FIXED_BYTES || message[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(message, 1, message.length - 1);
        return Kind.of(in.get()).flatMap(kind -> rest(kind, in));
    }

    private static Optional<Announcement> rest(Kind kind, ByteBuffer in) {
        try {
            long sender = in.getLong();
            int cacheLength = Short.toUnsignedInt(in.getShort());
            if (cacheLength > in.remaining()) {
                return Optional.empty();
            }
            String cache = text(in.slice().limit(cacheLength));
            String key = text(in.position(in.position() + cacheLength));
            return Optional.of(new Announcement(kind, sender, cache, key));
        } catch (BufferUnderflowException | CharacterCodingException ex) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    }
}
