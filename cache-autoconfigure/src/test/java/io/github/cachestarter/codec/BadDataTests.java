package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import io.github.cachestarter.codec.serial.Canary;
import io.github.cachestarter.codec.serial.JavaCodec;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes from Redis are data that anybody may have written: never an error, never a wrong value, bounded memory. */
class BadDataTests {

    private static final int MAX_PAYLOAD = 64 * 1024;
    private static final EntryMeta META = new EntryMeta(0x0102030405060708L, 0, 1_700_000_000_000L, 1, 60_000);
    private static final Object VALUE = order();

    static Stream<Named<HeaderEntryCodec>> codecs() {
        ClassLoader loader = BadDataTests.class.getClassLoader();
        ValueCodec state = new StateCodec(RegisteredTypes.none());
        ValueCodec java = new JavaCodec(List.of(BadDataTests.class.getPackageName() + ".*"), loader);
        return Stream.of(
                Named.of("json", codec(state, 0)),
                Named.of("json, compressed", codec(state, 1)),
                Named.of("java", codec(java, 0)),
                Named.of("java, compressed", codec(java, 1)));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aMutatedEntryIsAMissOrStillTheSameValue(HeaderEntryCodec codec) {
        Random random = new Random(42);
        byte[] valid = codec.encode(new Entry(VALUE, META), Order.class);
        int misses = 0;
        for (int i = 0; i < 10_000; i++) {
            DecodedEntry decoded = codec.decode(mutated(valid, random), Order.class);
            if (decoded instanceof DecodedEntry.Valid hit) {
                assertSameValue(hit);
            } else {
                misses++;
            }
        }
        assertThat(misses).isGreaterThan(9_900);
    }

    /** What the checksum would have caught, as whoever knows it can write: it may decode, but does no harm. */
    @ParameterizedTest
    @MethodSource("codecs")
    void aMutatedEntryWithARightChecksumIsHarmlessToo(HeaderEntryCodec codec) {
        Random random = new Random(42);
        byte[] valid = codec.encode(new Entry(VALUE, META), Order.class);
        codec.decode(valid, Order.class);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] mutated = mutated(valid, random);
            if (mutated.length >= EntryLayout.HEADER_BYTES) {
                EntryLayout.seal(mutated);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            codec.decode(mutated, Order.class);
            most = Math.max(most, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(most).as("bytes allocated for one decode").isLessThan(32L * MAX_PAYLOAD);
        assertThat(Canary.SONGS).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everyTruncationAndEveryFlippedBitIsAMissThatNamesTheIdentityFound(HeaderEntryCodec codec) {
        byte[] valid = codec.encode(new Entry(VALUE, META), Order.class);
        for (int length = 0; length < valid.length; length++) {
            byte[] truncated = Arrays.copyOf(valid, length);
            assertMiss(codec.decode(truncated, Order.class), length < 12 ? 0 : META.identity());
        }
        for (int bit = 0; bit < valid.length * 8; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertMiss(
                    codec.decode(flipped, Order.class), ByteBuffer.wrap(flipped).getLong(4));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void foreignValuesAreMisses(HeaderEntryCodec codec) throws IOException {
        Random random = new Random(42);
        List<byte[]> foreign = new ArrayList<>();
        for (String text :
                List.of("", "V", "C", "42", "VALUE", "{\"a\":1}", "L0123456789abcdef", "C" + "x".repeat(60))) {
            foreign.add(text.getBytes(StandardCharsets.UTF_8));
        }
        foreign.add(serialized(new Canary()));
        foreign.add(new byte[10_000_000]);
        for (int i = 0; i < 1_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            foreign.add(noise);
        }
        codec.learn(Order.class);
        for (byte[] bytes : foreign) {
            assertThat(codec.decode(bytes, Order.class)).isInstanceOf(DecodedEntry.Invalid.class);
            assertThat(codec.decode(bytes, null)).isInstanceOf(DecodedEntry.Invalid.class);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aPayloadThatNamesAClassBringsNothingToLife(HeaderEntryCodec codec) throws IOException {
        String canary = Canary.class.getName();
        for (byte[] payload : List.of(
                ("{\"@class\":\"" + canary + "\"}").getBytes(StandardCharsets.UTF_8),
                ("[\"" + canary + "\",{}]").getBytes(StandardCharsets.UTF_8),
                ("[[\"" + canary + "\",{}]]").getBytes(StandardCharsets.UTF_8),
                serialized(new Canary()),
                serialized(new Canary[] {new Canary()}),
                serialized(new ArrayList<>(List.of(new Canary()))))) {
            assertMiss(codec.decode(forged(codec, payload, 0), Order.class), META.identity());
        }
        assertThat(Canary.SONGS).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aDecompressionBombDoesNotGoOff(HeaderEntryCodec codec) {
        byte[] bomb = deflated(new byte[50_000_000]);
        for (int claimed : new int[] {0, -1, 1, 100, MAX_PAYLOAD, MAX_PAYLOAD + 1, 50_000_000, Integer.MAX_VALUE}) {
            byte[] payload = ByteBuffer.allocate(4 + bomb.length)
                    .putInt(claimed)
                    .put(bomb)
                    .array();
            byte[] bytes = forged(codec, payload, EntryLayout.FLAG_COMPRESSED);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertMiss(codec.decode(bytes, Order.class), META.identity());
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32L * MAX_PAYLOAD);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void deepNestingIsAMiss(HeaderEntryCodec codec) {
        for (String bracket : List.of("[", "{\"a\":", "[[\"")) {
            byte[] payload = bracket.repeat(MAX_PAYLOAD / bracket.length()).getBytes(StandardCharsets.UTF_8);
            assertMiss(codec.decode(forged(codec, payload, 0), Order.class), META.identity());
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsLongerThanTheLimitIsNotLookedAt(HeaderEntryCodec codec) {
        byte[] bytes = forged(codec, new byte[MAX_PAYLOAD + 1], 0);
        assertThat(codec.decode(bytes, Order.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.UNDECODABLE, META.identity()));
    }

    @Test
    void anErrorInACodecIsAMiss() {
        HeaderEntryCodec codec = codec(new Overflowing(), 0);
        assertMiss(codec.decode(codec.encode(new Entry("a", META), String.class), String.class), META.identity());
    }

    private static void assertMiss(DecodedEntry decoded, long identity) {
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        DecodedEntry.Invalid.class,
                        invalid -> assertThat(invalid.identity()).isEqualTo(identity));
    }

    private static void assertSameValue(DecodedEntry.Valid hit) {
        assertThat(GraphComparer.compare(VALUE, hit.entry().value())).isEqualTo(Verdict.Same.INSTANCE);
        assertThat(hit.entry().meta()).isEqualTo(META);
    }

    private static HeaderEntryCodec codec(ValueCodec values, int threshold) {
        ValueSettings settings = new ValueSettings(values.id(), Optional.empty(), MAX_PAYLOAD, threshold);
        return new HeaderEntryCodec("products", settings, values, Findings.NO_OP, SelfCheck.OFF, bound -> bound - 1);
    }

    /** A well-formed entry of the right type with this payload. */
    private static byte[] forged(HeaderEntryCodec codec, byte[] payload, int flags) {
        byte[] header = codec.encode(new Entry(VALUE, META), Order.class);
        byte[] forged = Arrays.copyOf(header, EntryLayout.HEADER_BYTES + payload.length);
        System.arraycopy(payload, 0, forged, EntryLayout.HEADER_BYTES, payload.length);
        EntryLayout.writeHeader(forged, flags, EntryLayout.codec(header), EntryLayout.fingerprint(header), META);
        EntryLayout.seal(forged);
        return forged;
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] bytes = switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(valid, random.nextInt(valid.length));
            case 1 -> Arrays.copyOf(valid, valid.length + 1 + random.nextInt(64));
            default -> valid.clone();
        };
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                default ->
                    System.arraycopy(
                            valid,
                            0,
                            bytes,
                            at,
                            Math.min(random.nextInt(16), Math.min(bytes.length - at, valid.length)));
            }
        }
        return bytes;
    }

    private static byte[] deflated(byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(raw);
        deflater.finish();
        byte[] out = new byte[raw.length / 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Order order() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add(new Line("product " + i, i, i * 1.5));
        }
        return new Order("Grüße", lines, Map.of("a", 1L, "b", 2L), new byte[] {1, 2, 3});
    }

    @SuppressWarnings("ArrayRecordComponent") // arrays are cached too, and compared by the graph comparer
    record Order(String id, List<Line> lines, Map<String, Long> counts, byte[] data) implements Serializable {}

    record Line(String product, int count, double price) implements Serializable {}

    private static final class Overflowing implements ValueCodec {

        private final ValueCodec text = new TextCodec();

        @Override
        public String id() {
            return "overflowing";
        }

        @Override
        public int wireId() {
            return 203;
        }

        @Override
        public TypeCodec forType(Type declaredType) {
            TypeCodec strings = text.forType(declaredType);
            return new TypeCodec() {
                @Override
                public long fingerprint() {
                    return strings.fingerprint();
                }

                @Override
                public byte[] encode(Object value) {
                    return strings.encode(value);
                }

                @Override
                public Object decode(byte[] bytes, int offset, int length) {
                    throw new StackOverflowError();
                }

                @Override
                public boolean immutable() {
                    return true;
                }
            };
        }
    }
}
