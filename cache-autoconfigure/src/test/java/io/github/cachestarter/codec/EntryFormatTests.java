package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.ValueSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFormatTests {

    private static final EntryMeta META =
            new EntryMeta(0x0102030405060708L, 1_700_000_000_000_123L, 1_700_000_000_000L, 250, 300_000L);

    private final HeaderEntryCodec codec = codec(1_000, 100);

    @Test
    void anEntryComesBackWithItsValueAndItsHeader() {
        Entry entry = new Entry("hello", META);
        assertThat(codec.decode(codec.encode(entry, String.class), String.class))
                .isEqualTo(new DecodedEntry.Valid(entry));
    }

    @Test
    void aNullIsAValueOfItsOwn() {
        Entry entry = new Entry(null, META);
        byte[] bytes = codec.encode(entry, String.class);
        assertThat(bytes).hasSize(48);
        assertThat(codec.decode(bytes, String.class)).isEqualTo(new DecodedEntry.Valid(entry));
        assertThat(codec.decode(bytes, null)).isEqualTo(new DecodedEntry.Valid(entry));
    }

    @Test
    void theHeaderTakesFortyEightBytesAndTheScriptsFindKindAndIdentity() {
        byte[] bytes = codec.encode(new Entry("hello", META), String.class);
        assertThat(bytes).hasSize(48 + 5).startsWith('V', 1);
        assertThat(ByteBuffer.wrap(bytes).getLong(4)).isEqualTo(0x0102030405060708L);
        assertThat(new String(bytes, 48, 5, StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", ""})
    void anAppendedClaimChangesNothing(String value) {
        Entry entry = new Entry(value, META);
        byte[] bytes = codec.encode(entry, String.class);
        assertThat(codec.decode(claimed(bytes), String.class)).isEqualTo(new DecodedEntry.Valid(entry));
    }

    @Test
    void theLargestEntryMayBeClaimed() {
        Entry entry = new Entry("x".repeat(1_000), META);
        HeaderEntryCodec plain = codec(1_000, 0);
        assertThat(plain.decode(claimed(plain.encode(entry, String.class)), String.class))
                .isEqualTo(new DecodedEntry.Valid(entry));
    }

    @Test
    void timesThatNoHeaderHoldsAreBoundedInsteadOfTurnedIntoOthers() {
        EntryMeta meta = new EntryMeta(1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
        byte[] bytes = codec.encode(new Entry("x", meta), String.class);
        long most = (1L << 48) - 1;
        assertThat(valid(codec.decode(bytes, String.class)).meta())
                .isEqualTo(new EntryMeta(1, Long.MIN_VALUE, most, Integer.MAX_VALUE, most));
    }

    @Test
    void aLongPayloadIsCompressed() {
        Entry entry = new Entry("abcdefghij".repeat(100), META);
        byte[] bytes = codec.encode(entry, String.class);
        assertThat(bytes).hasSizeLessThan(150);
        assertThat(codec.decode(bytes, String.class)).isEqualTo(new DecodedEntry.Valid(entry));
    }

    @Test
    void aPayloadBelowTheThresholdIsNot() {
        assertThat(codec.encode(new Entry("a".repeat(99), META), String.class)).hasSize(48 + 99);
        assertThat(codec.encode(new Entry("a".repeat(100), META), String.class)).hasSizeLessThan(100);
        assertThat(codec(1_000, 0).encode(new Entry("a".repeat(1_000), META), String.class))
                .as("0 = never")
                .hasSize(48 + 1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 6, 7, 8, 9, 10, 20, 40})
    void aPayloadThatWouldNotGetShorterIsStoredAsItIs(int length) {
        HeaderEntryCodec eager = codec(1_000, 1);
        for (String value : new String[] {
            "a".repeat(length), "qX7!bK0?zR5%mW2#pL9&vT4*cJ8^nY3(hD6)".repeat(2).substring(0, length)
        }) {
            byte[] bytes = eager.encode(new Entry(value, META), String.class);
            assertThat(bytes).hasSizeLessThanOrEqualTo(48 + length);
            assertThat(valid(eager.decode(bytes, String.class)).value()).isEqualTo(value);
        }
    }

    @Test
    void aPayloadOverTheLimitIsRefusedAlsoWhenItWouldShrink() {
        assertThatThrownBy(() -> codec.encode(new Entry("a".repeat(1_001), META), String.class))
                .isInstanceOfSatisfying(RefusedValueException.class, ex -> {
                    assertThat(ex.where()).isEqualTo("java.lang.String");
                    assertThat(ex).hasMessageContaining("'products'").hasMessageContaining("1001 bytes");
                    assertThat(ex.remedy()).contains("cache-starter.caches.products.max-payload");
                });
        assertThat(codec.encode(new Entry("a".repeat(1_000), META), String.class))
                .isNotEmpty();
    }

    @Test
    void anEntryOfALaterFormatIsAMissThatNamesItsIdentityAndAge() {
        byte[] bytes = codec.encode(new Entry("hello", META), String.class);
        bytes[1] = 2;
        assertThat(codec.decode(bytes, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, META.identity(), META.createdAt()));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 32, 128})
    void anEntryWithAFlagOfALaterReleaseIsAMiss(int flag) {
        byte[] bytes = codec.encode(new Entry("hello", META), String.class);
        bytes[2] |= (byte) flag;
        EntryLayout.seal(bytes);
        assertThat(codec.decode(bytes, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, META.identity(), META.createdAt()));
    }

    @Test
    void tagsLieBetweenHeaderAndPayload() {
        Entry entry = new Entry("hello", tagged("a", "bücher"));
        byte[] bytes = codec.encode(entry, String.class);
        assertThat(bytes).hasSize(48 + 2 + 2 + 8 + 5);
        assertThat(bytes[2]).isEqualTo((byte) 8);
        assertThat(Arrays.copyOfRange(bytes, 48, 53)).containsExactly(0, 10, 1, 'a', 7);
        assertThat(codec.decode(bytes, String.class)).isEqualTo(new DecodedEntry.Valid(entry));
        assertThat(codec.decode(claimed(bytes), String.class)).isEqualTo(new DecodedEntry.Valid(entry));

        Entry compressed = new Entry("a".repeat(1_000), tagged("a"));
        assertThat(codec.decode(codec.encode(compressed, String.class), String.class))
                .isEqualTo(new DecodedEntry.Valid(compressed));
        Entry nothing = new Entry(null, tagged("a"));
        assertThat(codec.decode(codec.encode(nothing, String.class), String.class))
                .isEqualTo(new DecodedEntry.Valid(nothing));
    }

    @Test
    void asManyAndAsLongTagsAsAreAllowed() {
        String[] most = IntStream.range(0, EntryTags.MOST)
                .mapToObj(i ->
                        i + "x".repeat(EntryTags.LONGEST - Integer.toString(i).length()))
                .toArray(String[]::new);
        Entry entry = new Entry("a".repeat(1_000), tagged(most));
        byte[] bytes = codec(1_000, 0).encode(entry, String.class);
        assertThat(codec.decode(bytes, String.class)).isEqualTo(new DecodedEntry.Valid(entry));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryTags.checked(
                        IntStream.range(0, 65).mapToObj(i -> "t" + i).toList()))
                .withMessageContaining("64 tags at most, not 65");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryTags.checked("ü".repeat(128)))
                .withMessageContaining("255 bytes at most");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryTags.checked(""))
                .withMessageContaining("empty");
    }

    @Test
    void tagsWithoutProperFormAreDamage() {
        byte[] good = codec.encode(new Entry("hello", tagged("ab", "c")), String.class);
        for (int at = 48; at < 54; at++) {
            for (int value : new int[] {0, 1, 40, 127, -1}) {
                byte[] bad = good.clone();
                bad[at] = (byte) value;
                EntryLayout.seal(bad);
                if (bad[at] != good[at]) {
                    assertThat(codec.decode(bad, String.class))
                            .as("%d at %d", value, at)
                            .isNotEqualTo(codec.decode(good, String.class));
                }
            }
        }
        byte[] nothing = codec.encode(new Entry(null, META), String.class);
        nothing[2] |= 8;
        EntryLayout.seal(nothing);
        assertThat(codec.decode(nothing, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.UNDECODABLE, META.identity()));
    }

    private static EntryMeta tagged(String... tags) {
        return new EntryMeta(META.identity(), META.stamp(), META.createdAt(), 250, 300_000L, List.of(tags));
    }

    @Test
    void anEntryOfAnotherCodecIsAMiss() {
        byte[] bytes = codec.encode(new Entry("hello", META), String.class);
        bytes[3] = 2;
        EntryLayout.seal(bytes);
        assertThat(codec.decode(bytes, String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, META.identity(), META.createdAt()));
    }

    @Test
    void whatIsTooShortForAnIdentityHasNone() {
        assertThat(codec.decode(new byte[0], String.class))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.UNDECODABLE, 0));
        assertThat(codec.decode(new byte[] {'V', 1, 0, 0, 1, 2, 3}, null))
                .isEqualTo(new DecodedEntry.Invalid(MissReason.UNDECODABLE, 0));
    }

    private static HeaderEntryCodec codec(int maxPayload, int compressionThreshold) {
        ValueSettings settings = new ValueSettings("text", Optional.empty(), maxPayload, compressionThreshold);
        return new HeaderEntryCodec(
                "products", settings, new TextCodec(), Findings.NO_OP, SelfCheck.OFF, bound -> bound - 1);
    }

    private static Entry valid(DecodedEntry decoded) {
        assertThat(decoded).isInstanceOf(DecodedEntry.Valid.class);
        return ((DecodedEntry.Valid) decoded).entry();
    }

    private static byte[] claimed(byte[] entry) {
        byte[] claimed = Arrays.copyOf(entry, entry.length + 24);
        Arrays.fill(claimed, entry.length, claimed.length, (byte) 0xee);
        claimed[0] = 'C';
        return claimed;
    }
}
