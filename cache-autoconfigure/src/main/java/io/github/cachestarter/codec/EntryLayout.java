package io.github.cachestarter.codec;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;

import io.github.cachestarter.EntryMeta;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where things lie in the bytes of an entry. The only place that knows.
 *
 * <pre>
 *  at  bytes  what
 *   0      1  kind: 'V', or 'C' when a claim was appended since                            | these never change,
 *   1      1  format version                                                               | in any version: the
 *   2      1  flags                                                                        | Lua scripts and every
 *   3      1  number of the value codec                                                    | older release read
 *   4      8  identity: scripts compare string.sub(v, 5, 12)                               | kind, version,
 *  12      8  marker stamp                                                                 | identity and claim
 *  20      8  fingerprint of the type; 0 for a null
 *  28      4  CRC32C of everything but the kind, itself and the claim
 *  32      6  when its load began, milliseconds since the epoch
 *  38      4  how long the load took, milliseconds
 *  42      6  time-to-live, milliseconds
 *  48         with tags only: length of what follows (2), then of each tag its length (1) and its UTF-8 text
 *  48 or on   payload: empty for a null; compressed: 4 bytes of its length before, then raw deflate
 *  end-24 24  in a 'C' only: token (16) and deadline (8) of the claim
 * </pre>
 *
 * <p>Numbers are big endian. A change of anything but the first lines is a new format version; {@code
 * docs/decisions/0003-entry-format.md} says how versions live side by side, and the golden files of the tests hold the
 * bytes of each.
 */
final class EntryLayout {

    /** An entry. */
    static final byte KIND_VALUE = 'V';

    /** An entry with a claim at its end. A script makes it by changing the first byte and appending. */
    static final byte KIND_CLAIMED = 'C';

    /** Token and deadline at the end of a claimed entry. */
    static final int CLAIM_BYTES = 24;

    static final byte FORMAT_VERSION = 1;

    /** The value is null; there is no payload. */
    static final int FLAG_NULL = 1;

    static final int FLAG_COMPRESSED = 1 << 1;

    /** Tags lie between header and payload. */
    static final int FLAG_TAGS = 1 << 3;

    /** Its time was over and it was given more. */
    static final int FLAG_REARMED = 1 << 4;

    /** The other bits are for a later release to give a meaning: 4 is meant for encryption. This one reads none of them. */
    static final int KNOWN_FLAGS = FLAG_NULL | FLAG_COMPRESSED | FLAG_TAGS | FLAG_REARMED;

    static final int HEADER_BYTES = 48;

    private static final int VERSION = 1;
    private static final int FLAGS = 2;
    private static final int CODEC = 3;
    private static final int IDENTITY = 4;
    private static final int STAMP = 12;
    private static final int FINGERPRINT = 20;
    private static final int CHECKSUM = 28;
    private static final int CREATED_AT = 32;
    private static final int LOAD_MILLIS = 38;
    private static final int TTL_MILLIS = 42;

    private static final long MAX_48_BITS = (1L << 48) - 1;
    private static final VarHandle SHORT = byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private EntryLayout() {}

    /** Writes everything but the checksum. */
    static void writeHeader(byte[] entry, int flags, int codec, long fingerprint, EntryMeta meta) {
        entry[0] = KIND_VALUE;
        entry[VERSION] = FORMAT_VERSION;
        entry[FLAGS] = (byte) flags;
        entry[CODEC] = (byte) codec;
        LONG.set(entry, IDENTITY, meta.identity());
        LONG.set(entry, STAMP, meta.stamp());
        LONG.set(entry, FINGERPRINT, fingerprint);
        write48(entry, CREATED_AT, meta.createdAt());
        INT.set(entry, LOAD_MILLIS, meta.loadMillis());
        write48(entry, TTL_MILLIS, meta.ttlMillis());
    }

    /** Writes the checksum of everything else; the last step. */
    static void seal(byte[] entry) {
        INT.set(entry, CHECKSUM, checksum(entry, entry.length));
    }

    /** Whether header and payload are those that were sealed. */
    static boolean intact(byte[] entry, int end) {
        return (int) INT.get(entry, CHECKSUM) == checksum(entry, end);
    }

    /** Where the payload ends: before the claim, if there is one. Less than {@link #HEADER_BYTES}: no entry. */
    static int end(byte[] entry) {
        return entry.length > 0 && entry[0] == KIND_CLAIMED ? entry.length - CLAIM_BYTES : entry.length;
    }

    static boolean isEntry(byte[] entry) {
        return end(entry) >= HEADER_BYTES && (entry[0] == KIND_VALUE || entry[0] == KIND_CLAIMED);
    }

    static byte version(byte[] entry) {
        return entry[VERSION];
    }

    static int flags(byte[] entry) {
        return entry[FLAGS] & 0xff;
    }

    static int codec(byte[] entry) {
        return entry[CODEC] & 0xff;
    }

    /** The bytes at the identity's place, whatever they are; 0 if there are not as many. */
    static long identity(byte[] entry) {
        return entry.length < IDENTITY + Long.BYTES ? 0 : (long) LONG.get(entry, IDENTITY);
    }

    static long fingerprint(byte[] entry) {
        return (long) LONG.get(entry, FINGERPRINT);
    }

    static long createdAt(byte[] entry) {
        return read48(entry, CREATED_AT);
    }

    static long stamp(byte[] entry) {
        return (long) LONG.get(entry, STAMP);
    }

    /** Where the payload starts; -1: the tags before it have no proper form. */
    static int start(byte[] entry, int end) {
        if ((flags(entry) & FLAG_TAGS) == 0) {
            return HEADER_BYTES;
        }
        int tags = EntryTags.length(entry, HEADER_BYTES, end);
        return tags < 0 ? -1 : HEADER_BYTES + tags;
    }

    /** What an intact entry whose payload starts there says of itself. */
    static EntryMeta meta(byte[] entry, int start) throws CharacterCodingException {
        return new EntryMeta(
                identity(entry),
                stamp(entry),
                createdAt(entry),
                (int) INT.get(entry, LOAD_MILLIS),
                read48(entry, TTL_MILLIS),
                start == HEADER_BYTES ? List.of() : EntryTags.decode(entry, HEADER_BYTES, start - HEADER_BYTES),
                (flags(entry) & FLAG_REARMED) != 0);
    }

    /** The length of a compressed payload before it was compressed. */
    static int rawLength(byte[] entry, int start) {
        return (int) INT.get(entry, start);
    }

    static void writeRawLength(byte[] entry, int start, int length) {
        INT.set(entry, start, length);
    }

    private static int checksum(byte[] entry, int end) {
        CRC32C crc = new CRC32C();
        crc.update(entry, VERSION, CHECKSUM - VERSION);
        crc.update(entry, CREATED_AT, end - CREATED_AT);
        return (int) crc.getValue();
    }

    private static void write48(byte[] entry, int at, long value) {
        long bounded = Math.max(0, Math.min(value, MAX_48_BITS));
        SHORT.set(entry, at, (short) (bounded >>> 32));
        INT.set(entry, at + Short.BYTES, (int) bounded);
    }

    private static long read48(byte[] entry, int at) {
        return ((short) SHORT.get(entry, at) & 0xffffL) << 32 | ((int) INT.get(entry, at + Short.BYTES) & 0xffffffffL);
    }
}
