package io.github.cachestarter.codec;

import static java.util.Objects.requireNonNull;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import io.github.cachestarter.ValueSettings;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache as {@link EntryLayout} lays them out, over any {@link ValueCodec}.
 *
 * <p>Bytes from Redis are data that anybody may have written. They are looked at in the order in which a mistake is
 * cheapest to find: length, first byte and version, flags, codec, fingerprint, checksum, and only then is the payload
 * decompressed, to exactly the length it claims and never more than {@code max-payload}, and decoded by the one codec
 * that the fingerprint names. Whatever goes wrong is a miss. The checksum is no signature: it turns a flipped bit that
 * would still decode, and so would be a wrong answer, into a miss. Thread-safe.
 */
public final class HeaderEntryCodec implements EntryCodec {

    private static final byte[] NOTHING = {};

    private final String cache;
    private final ValueSettings settings;
    private final int codecId;
    private final CacheTypes types;
    private final Refusals refusals;
    private final SelfChecker checker;

    /**
     * Creates the codec of a cache.
     *
     * @param cache the cache's name
     * @param settings how its values become bytes
     * @param codec the codec that the settings name
     * @param findings hears of the classes that are refused
     * @param check how often it checks its own work
     * @param random gives a number from 0 to its argument, exclusive; thread-safe
     */
    public HeaderEntryCodec(
            String cache,
            ValueSettings settings,
            ValueCodec codec,
            Findings findings,
            SelfCheck check,
            IntUnaryOperator random) {
        if (codec.wireId() < 0 || codec.wireId() > 255) {
            throw new IllegalArgumentException("The codec '" + codec.id() + "' has the wire id " + codec.wireId()
                    + "; an entry's header has room for 0 to 255");
        }
        this.cache = cache;
        this.settings = settings;
        this.codecId = codec.wireId();
        this.types = new CacheTypes(cache, codec, settings.type());
        this.refusals = new Refusals(cache, findings);
        this.checker = new SelfChecker(cache, check, random, findings);
    }

    @Override
    public byte[] encode(Entry entry, @Nullable Type type) {
        Encoding encoding = prepare(entry, type);
        if (encoding.checkPending()) {
            encoding.check();
        }
        return encoding.bytes();
    }

    @Override
    public Encoding prepare(Entry entry, @Nullable Type type) {
        Object value = entry.value();
        if (value == null) {
            return Encoding.trusted(seal(NOTHING, EntryLayout.FLAG_NULL, 0, entry.meta()));
        }
        try {
            TypeCodec codec = types.ofValue(type, value).requireCodec();
            SelfChecker.Trust trust = checker.trust(codec, value.getClass());
            byte[] bytes = seal(payload(codec, value), 0, codec.fingerprint(), entry.meta());
            return trust.isCheckDue() ? new Unchecked(bytes, value, codec, trust) : Encoding.trusted(bytes);
        } catch (RefusedValueException ex) {
            throw refusals.refused(ex);
        }
    }

    @Override
    public DecodedEntry decode(byte[] bytes, @Nullable Type type) {
        try {
            return read(bytes, types.declared(type));
        } catch (Throwable ex) { // a payload may make a codec fail in any way, with a StackOverflowError for one
            return invalid(MissReason.UNDECODABLE, bytes);
        }
    }

    @Override
    public boolean immutable(Object value, @Nullable Type type) {
        TypeCodec codec = types.ofValue(type, value).codec();
        return codec != null && codec.immutable();
    }

    @Override
    public Optional<RefusedValueException> learn(Type type) {
        RefusedValueException refusal = types.declared(type).refusal();
        if (refusal != null) {
            refusals.announce(refusal);
        }
        return Optional.ofNullable(refusal);
    }

    @Override
    public void expect(Type type) {
        types.declared(type);
    }

    @Override
    public @Nullable Type typeOf(byte[] bytes) {
        return EntryLayout.isEntry(bytes) ? types.declaredAs(EntryLayout.fingerprint(bytes)) : null;
    }

    @Override
    public Map<String, Long> refusals() {
        return refusals.counts();
    }

    private DecodedEntry read(byte[] bytes, KnownType declared) throws DataFormatException, CharacterCodingException {
        int end = EntryLayout.end(bytes);
        long longest = (long) EntryLayout.HEADER_BYTES + EntryTags.MAX_BYTES + settings.maxPayload();
        if (end > longest || !EntryLayout.isEntry(bytes)) {
            return invalid(MissReason.UNDECODABLE, bytes);
        }
        int flags = EntryLayout.flags(bytes);
        if (EntryLayout.version(bytes) != EntryLayout.FORMAT_VERSION
                || (flags & ~EntryLayout.KNOWN_FLAGS) != 0
                || EntryLayout.codec(bytes) != codecId) {
            return otherShape(bytes);
        }
        int start = EntryLayout.start(bytes, end);
        if (start < 0 || end - start > settings.maxPayload()) {
            return invalid(MissReason.UNDECODABLE, bytes);
        }
        if ((flags & EntryLayout.FLAG_NULL) != 0) {
            return readNull(bytes, start, end);
        }
        return readValue(bytes, start, end, declared);
    }

    private DecodedEntry readValue(byte[] bytes, int start, int end, KnownType declared)
            throws DataFormatException, CharacterCodingException {
        long fingerprint = EntryLayout.fingerprint(bytes);
        boolean own = declared.hasFingerprint(fingerprint);
        KnownType stored = own ? declared : types.byFingerprint(fingerprint);
        if (stored == null) {
            return otherShape(bytes);
        }
        if (!EntryLayout.intact(bytes, end)) {
            return invalid(MissReason.UNDECODABLE, bytes);
        }
        Object value = readPayload(bytes, start, end, stored.requireCodec());
        return own || declared.accepts(stored, value)
                ? new DecodedEntry.Valid(new Entry(value, EntryLayout.meta(bytes, start)))
                : otherShape(bytes);
    }

    private static DecodedEntry readNull(byte[] bytes, int start, int end) throws CharacterCodingException {
        return end == start && EntryLayout.intact(bytes, end)
                ? new DecodedEntry.Valid(new Entry(null, EntryLayout.meta(bytes, start)))
                : invalid(MissReason.UNDECODABLE, bytes);
    }

    private Object readPayload(byte[] bytes, int start, int end, TypeCodec codec) throws DataFormatException {
        if ((EntryLayout.flags(bytes) & EntryLayout.FLAG_COMPRESSED) == 0) {
            return requireNonNull(codec.decode(bytes, start, end - start));
        }
        int rawLength = end < start + Integer.BYTES ? 0 : EntryLayout.rawLength(bytes, start);
        if (rawLength > settings.maxPayload()) {
            throw new DataFormatException("Longer than the cache allows: " + rawLength);
        }
        int compressed = start + Integer.BYTES;
        byte[] payload = Compression.decompress(bytes, compressed, end - compressed, rawLength);
        return requireNonNull(codec.decode(payload, 0, rawLength));
    }

    private byte[] payload(TypeCodec codec, Object value) {
        byte[] payload;
        try {
            payload = codec.encode(value);
        } catch (RefusedValueException ex) {
            throw ex;
        } catch (RuntimeException | StackOverflowError | LinkageError ex) {
            throw new RefusedValueException(
                    value.getClass().getName(),
                    "a value for the cache '" + cache + "' could not be encoded: " + ex,
                    "Map it to a record, or give the cache another codec: cache-starter.caches." + cache + ".codec");
        }
        if (payload.length > settings.maxPayload()) {
            throw RefusedValueException.tooLarge(
                    value.getClass().getName(),
                    "a value for the cache '" + cache + "' makes " + payload.length + " bytes, more than the "
                            + settings.maxPayload() + " that are allowed",
                    "Cache less of it, or raise cache-starter.caches." + cache + ".max-payload");
        }
        return payload;
    }

    private byte[] seal(byte[] payload, int flags, long fingerprint, EntryMeta meta) {
        byte[] tags = EntryTags.encode(meta.tags());
        int start = EntryLayout.HEADER_BYTES + tags.length;
        byte[] entry = compressed(payload, start);
        int allFlags = flags
                | (tags.length == 0 ? 0 : EntryLayout.FLAG_TAGS)
                | (meta.rearmed() ? EntryLayout.FLAG_REARMED : 0);
        if (entry == null) {
            entry = new byte[start + payload.length];
            System.arraycopy(payload, 0, entry, start, payload.length);
        } else {
            allFlags |= EntryLayout.FLAG_COMPRESSED;
            EntryLayout.writeRawLength(entry, start, payload.length);
        }
        System.arraycopy(tags, 0, entry, EntryLayout.HEADER_BYTES, tags.length);
        EntryLayout.writeHeader(entry, allFlags, codecId, fingerprint, meta);
        EntryLayout.seal(entry);
        return entry;
    }

    private byte @Nullable [] compressed(byte[] payload, int start) {
        int threshold = settings.compressionThreshold();
        return threshold <= 0 || payload.length < threshold
                ? null
                : Compression.compress(payload, start + Integer.BYTES, Integer.BYTES);
    }

    /** An entry that is decoded again before it may be stored. */
    private final class Unchecked implements Encoding {

        private final byte[] bytes;
        private final Object value;
        private final TypeCodec codec;
        private final SelfChecker.Trust trust;
        private volatile boolean checkPending = true;

        Unchecked(byte[] bytes, Object value, TypeCodec codec, SelfChecker.Trust trust) {
            this.bytes = bytes;
            this.value = value;
            this.codec = codec;
            this.trust = trust;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean checkPending() {
            return checkPending;
        }

        @Override
        public void check() {
            try {
                checker.check(trust, value, this::decoded, this::encodedAgain);
                checkPending = false;
            } catch (RefusedValueException ex) {
                throw refusals.refused(ex);
            }
        }

        private Object decoded() throws DataFormatException {
            return readPayload(bytes, EntryLayout.start(bytes, bytes.length), bytes.length, codec);
        }

        private Object encodedAgain() {
            byte[] payload = codec.encode(value);
            return codec.decode(payload, 0, payload.length);
        }
    }

    /** Another release of the application stored it in a shape of its own, or another method as another type. */
    private static DecodedEntry otherShape(byte[] bytes) {
        return new DecodedEntry.Invalid(
                MissReason.SHAPE_CHANGED, EntryLayout.identity(bytes), EntryLayout.createdAt(bytes));
    }

    private static DecodedEntry invalid(MissReason reason, byte[] bytes) {
        return new DecodedEntry.Invalid(reason, EntryLayout.identity(bytes));
    }
}
