package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.cachestarter.codec.Announcement.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnnouncementTests {

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @EnumSource(names = {"EVICT", "PUT", "READY"})
    void everyKindIsReadAsItWasWritten(Kind kind) {
        Announcement announcement = new Announcement(kind, -2, "prödukte 😀", "app:1:pr%3Aodukte:ключ");

        assertThat(Announcement.decode(announcement.encode())).contains(announcement);
    }

    @Test
    void theBytesOfVersion1StayAsTheyAre() {
        Announcement announcement = new Announcement(Kind.EVICT, 0x0102030405060708L, "ab", "p:1:ab:k");

        assertThat(HEX.formatHex(announcement.encode()))
                .isEqualTo("01" + "45" + "0102030405060708" + "0002" + "6162"
                        + HEX.formatHex("p:1:ab:k".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(new Announcement(Kind.PUT, 0, "", "").encode()[1]).isEqualTo((byte) 'P');
        assertThat(new Announcement(Kind.READY, 0, "", "").encode()[1]).isEqualTo((byte) 'R');
    }

    @Test
    void markersCarryTheirStamp() {
        Announcement clear = new Announcement(Kind.CLEAR, 7, "prödukte", "", 1_700_000_000_000_000L);
        Announcement tag = new Announcement(Kind.TAG, 7, "prödukte", "books 📚", Announcement.MAX_STAMP);

        assertThat(Announcement.decode(clear.encode())).contains(clear);
        assertThat(Announcement.decode(tag.encode())).contains(tag);
        assertThat(HEX.formatHex(new Announcement(Kind.TAG, 1, "ab", "t", 2).encode()))
                .isEqualTo("01" + "54" + "0000000000000001" + "0002" + "6162" + "0000000000000002" + "74");
        assertThat(HEX.formatHex(new Announcement(Kind.CLEAR, 1, "", "", 2).encode()))
                .isEqualTo("01" + "43" + "0000000000000001" + "0000" + "0000000000000002");
        assertThat(HEX.formatHex(Announcement.beforeStamp(Kind.TAG, 1, "ab")))
                .isEqualTo("01" + "54" + "0000000000000001" + "0002" + "6162");
    }

    @Test
    void aSoftClearCarriesItsSpread() {
        Announcement soft = new Announcement(Kind.SOFT, 7, "prödukte", "60000", 1_700_000_000_000_000L);

        assertThat(Announcement.decode(soft.encode())).contains(soft);
        assertThat(soft.spread()).isEqualTo(Duration.ofMinutes(1));
        assertThat(HEX.formatHex(new Announcement(Kind.SOFT, 1, "ab", "9", 2).encode()))
                .isEqualTo("01" + "53" + "0000000000000001" + "0002" + "6162" + "0000000000000002" + "39");
        for (String senseless : List.of("", "0", "-1", "1.5", "1e3", "9999999999999")) {
            assertThat(Announcement.decode(new Announcement(Kind.SOFT, 1, "c", senseless, 1).encode()))
                    .isEmpty();
        }
    }

    @Test
    void aMarkerWithoutSenseIsIgnored() {
        assertThat(Announcement.decode(new Announcement(Kind.CLEAR, 1, "c", "", 0).encode()))
                .isEmpty();
        assertThat(Announcement.decode(new Announcement(Kind.CLEAR, 1, "c", "", -1).encode()))
                .isEmpty();
        assertThat(Announcement.decode(new Announcement(Kind.CLEAR, 1, "c", "", Announcement.MAX_STAMP + 1).encode()))
                .isEmpty();
        assertThat(Announcement.decode(new Announcement(Kind.CLEAR, 1, "c", "tag", 1).encode()))
                .isEmpty();
        assertThat(Announcement.decode(new Announcement(Kind.TAG, 1, "c", "", 1).encode()))
                .isEmpty();
        assertThat(Announcement.decode(Announcement.beforeStamp(Kind.TAG, 1, "c")))
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Announcement.beforeStamp(Kind.EVICT, 1, "c"));
    }

    @Test
    void whatIsNoMessageOfThisVersionIsIgnored() {
        byte[] good = new Announcement(Kind.EVICT, 1, "cache", "key").encode();

        assertThat(Announcement.decode(new byte[0])).isEmpty();
        assertThat(Announcement.decode(Arrays.copyOf(good, 11))).isEmpty();
        assertThat(Announcement.decode(Arrays.copyOf(good, 14)))
                .as("cut within the name")
                .isEmpty();
        assertThat(Announcement.decode(with(good, 0, 2))).as("another version").isEmpty();
        assertThat(Announcement.decode(with(good, 1, 'X'))).as("another kind").isEmpty();
        assertThat(Announcement.decode(with(good, 12, 0xff))).as("no UTF-8").isEmpty();
        assertThat(Announcement.decode(new byte[Announcement.MAX_BYTES + 1])).isEmpty();
    }

    @Test
    void noBytesMakeTheReaderFail() {
        Random random = new Random(7);
        byte[] good = new Announcement(Kind.PUT, 1, "cache", "key").encode();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 4));
            for (int j = random.nextInt(4); j > 0 && bytes.length > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Announcement.decode(bytes)
                    .ifPresent(read -> assertThat(read.cache()).isNotNull());
        }
    }

    @Test
    void aMessageIsBounded() {
        Announcement announcement = new Announcement(Kind.EVICT, 1, "c".repeat(Announcement.MAX_BYTES), "key");

        assertThatIllegalArgumentException()
                .isThrownBy(announcement::encode)
                .withMessageContaining("shorten the cache's name");
    }

    private static byte[] with(byte[] message, int at, int value) {
        byte[] changed = message.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
