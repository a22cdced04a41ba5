package io.github.cachestarter.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the scripts publish about a key: that it changed, or that a load of it ended; or about a cache: that it was
 * cleared, or a tag of it evicted. It carries no value.
 *
 * <p>Format, version 1, big endian: version (1 byte), kind (1 byte), sender (8), length of the cache's name in bytes (2),
 * the name; of a marker the stamp (8); then the key or the tag to the end. Texts are in UTF-8. Messages of another version or
 * kind are ignored, so that versions of this library can run side by side; a new kind that must not be ignored needs a new
 * version and a channel of its own.
 *
 * @param kind what happened
 * @param sender who says so: random per start of an instance, so that it can tell its own messages
 * @param cache the cache's name
 * @param key the full Redis key; of a {@link Kind#TAG} the tag; of a {@link Kind#CLEAR} empty; of a
 *     {@link Kind#SOFT} how many milliseconds it is spread over, in decimal digits
 * @param stamp of a marker its stamp, from 1 to {@link #MAX_STAMP}; of everything else 0
 */
public record Announcement(Kind kind, long sender, String cache, String key, long stamp) {

    /** Scripts count in floating point, which is exact up to here; as microseconds this is the year 2255. */
    public static final long MAX_STAMP = (1L << 53) - 1;

    /** The longest message that is read or written. Keys are bounded, names of caches are not. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 12;
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,11}");

    /** What happened. */
    public enum Kind {
        /** The key was evicted. */
        EVICT('E'),
        /** The key was put, or removed in place of a put. */
        PUT('P'),
        /** A load for which others wait has ended: its value is there, or nothing. */
        READY('R'),
        /** The whole cache was cleared. */
        CLEAR('C'),
        /** A tag was evicted. */
        TAG('T'),
        /** The whole cache was cleared softly. */
        SOFT('S');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        private boolean hasStamp() {
            return this == CLEAR || this == TAG || this == SOFT;
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

    /** An announcement about a key. */
    public Announcement(Kind kind, long sender, String cache, String key) {
        this(kind, sender, cache, key, 0);
    }

    /** Over how long a soft clear is spread. */
    public Duration spread() {
        return kind == Kind.SOFT ? Duration.ofMillis(Long.parseLong(key)) : Duration.ZERO;
    }

    /** What a marker's announcement begins with; the script that makes the marker appends its stamp and the tag. */
    public static byte[] beforeStamp(Kind kind, long sender, String cache) {
        if (!kind.hasStamp()) {
            throw new IllegalArgumentException(kind + " has no stamp");
        }
        byte[] whole = new Announcement(kind, sender, cache, "", 1).encode();
        return Arrays.copyOf(whole, whole.length - Long.BYTES);
    }

    /**
     * The message's bytes; a new array at each call.
     *
     * @throws IllegalArgumentException if it were longer than {@link #MAX_BYTES}
     */
    public byte[] encode() {
        byte[] cacheBytes = cache.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int length = FIXED_BYTES + cacheBytes.length + (kind.hasStamp() ? Long.BYTES : 0) + keyBytes.length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "An announcement of cache '" + cache.substring(0, Math.min(80, cache.length()))
                            + "' would have " + length + " bytes, more than " + MAX_BYTES
                            + ": shorten the cache's name or cache-starter.key-prefix");
        }
        ByteBuffer out = ByteBuffer.allocate(length)
                .put(VERSION)
                .put(kind.code)
                .putLong(sender)
                .putShort((short) cacheBytes.length)
                .put(cacheBytes);
        if (kind.hasStamp()) {
            out.putLong(stamp);
        }
        return out.put(keyBytes).array();
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
            in.position(in.position() + cacheLength);
            long stamp = kind.hasStamp() ? in.getLong() : 0;
            String key = text(in);
            return isMeaningful(kind, stamp, key)
                    ? Optional.of(new Announcement(kind, sender, cache, key, stamp))
                    : Optional.empty();
        } catch (BufferUnderflowException | CharacterCodingException ex) {
            return Optional.empty();
        }
    }

    private static boolean isMeaningful(Kind kind, long stamp, String key) {
        if (!kind.hasStamp()) {
            return true;
        }
        return stamp > 0
                && stamp <= MAX_STAMP
                && key.isEmpty() == (kind == Kind.CLEAR)
                && (kind != Kind.SOFT || MILLIS.matcher(key).matches());
    }

    private static String text(ByteBuffer utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    }
}
