package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.ValueSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The bytes of every format version, as they lie in somebody's Redis. The files were made once, by a program that shares
 * no code with this one, and are never changed: a test that fails here says that a release would not read what the one
 * before it wrote, or would write something else under the same version number.
 */
class GoldenEntriesTests {

    private static final EntryMeta META =
            new EntryMeta(0x0102030405060708L, 1_700_000_000_000_123L, 1_700_000_000_000L, 250, 300_000L);
    private static final Entry TEXT = new Entry("Grüße", META);
    private static final Entry TAGGED = new Entry(
            "Grüße",
            new EntryMeta(META.identity(), META.stamp(), META.createdAt(), 250, 300_000L, List.of("a", "bücher")));
    private static final Entry NULL = new Entry(null, META);

    private final HeaderEntryCodec codec = new HeaderEntryCodec(
            "products",
            new ValueSettings("text", Optional.empty(), 1_000, 0),
            new TextCodec(),
            Findings.NO_OP,
            SelfCheck.OFF,
            bound -> bound - 1);

    @Test
    void entriesOfVersion1AreRead() throws IOException {
        assertThat(decode("entry-v1/text.bin")).isEqualTo(new DecodedEntry.Valid(TEXT));
        assertThat(decode("entry-v1/null.bin")).isEqualTo(new DecodedEntry.Valid(NULL));
        assertThat(decode("entry-v1/claimed.bin")).isEqualTo(new DecodedEntry.Valid(TEXT));
        assertThat(decode("entry-v1/tagged.bin")).isEqualTo(new DecodedEntry.Valid(TAGGED));
        assertThat(decode("entry-v1/tagged-claimed.bin")).isEqualTo(new DecodedEntry.Valid(TAGGED));
        assertThat(decode("entry-v1/compressed.bin"))
                .isEqualTo(new DecodedEntry.Valid(new Entry("Cache Starter ".repeat(40), META)));
    }

    @Test
    void entriesOfVersion1AreWrittenAsEver() throws IOException {
        assertThat(codec.encode(TEXT, String.class)).isEqualTo(bytes("entry-v1/text.bin"));
        assertThat(codec.encode(NULL, String.class)).isEqualTo(bytes("entry-v1/null.bin"));
        assertThat(codec.encode(TAGGED, String.class)).isEqualTo(bytes("entry-v1/tagged.bin"));
    }

    private DecodedEntry decode(String file) throws IOException {
        return codec.decode(bytes(file), String.class);
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = GoldenEntriesTests.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }
}
