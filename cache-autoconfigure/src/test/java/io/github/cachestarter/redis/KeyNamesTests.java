package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyNamesTests {

    private final KeyNames names = new KeyNames("shop", "1", "products");

    @Test
    void ordinaryStringsAndNumbersAreReadable() {
        assertThat(names.key("milk").redisKey()).isEqualTo("shop:1:products:milk");
        assertThat(names.key("a b:c*/ü€😀").redisKey()).isEqualTo("shop:1:products:a b:c*/ü€😀");
        assertThat(names.key(42L).redisKey()).isEqualTo("shop:1:products:long#42");
        assertThat(names.key(-42).redisKey()).isEqualTo("shop:1:products:int#-42");
        assertThat(names.key("").redisKey()).isEqualTo("shop:1:products:");
    }

    @Test
    void theKeyKnowsItsCacheAndWhereItCameFrom() {
        assertThat(names.key(42L).cache()).isEqualTo("products");
        assertThat(names.key(42L).source()).isEqualTo(42L);
        assertThat(names.channel()).isEqualTo("shop:cache-starter:products");
    }

    @Test
    void aStringNeverLooksLikeATypedKey() {
        assertThat(names.key("long#42").redisKey()).isEqualTo("shop:1:products:long%2342");
        assertThat(names.key("long%2342")).isNotEqualTo(names.key("long#42"));
        assertThat(names.key("null#")).isNotEqualTo(names.key(new Nothing(null)));
    }

    @Test
    void controlCharactersAndHalvesOfSurrogatePairsStayApart() {
        List<String> strings =
                List.of("a\nb", "a\tb", "a%0Ab", "\ud800", "\ud801", "\udc00", "?", "\ufffd", "%ud800", "\0", "");
        List<String> bytes = strings.stream()
                .map(names::key)
                .map(key -> new String(key.bytes(), StandardCharsets.UTF_8))
                .toList();
        assertThat(bytes).doesNotHaveDuplicates();
        assertThat(bytes).allMatch(key -> key.chars().noneMatch(c -> c < ' '));
    }

    @Test
    void cachesNeverMeetWhateverTheirNamesAre() {
        assertThat(new KeyNames("p", "1", "a").key("b:1")).isNotEqualTo(new KeyNames("p", "1", "a:b").key("1"));
        assertThat(new KeyNames("p", "1", "a:b").key("1")).isNotEqualTo(new KeyNames("p", "1", "a%3Ab").key("1"));
        assertThat(new KeyNames("p", "1:a", "b").key("1")).isNotEqualTo(new KeyNames("p", "1", "a:b").key("1"));
        assertThat(new KeyNames("p", "1", "").key("a:b")).isNotEqualTo(new KeyNames("p", "1", "a").key("b"));
    }

    @Test
    void aPrefixStaysAsTheOperatorWroteItAndMayBeEmpty() {
        assertThat(new KeyNames("team:shop", "1", "c").key("k").redisKey()).isEqualTo("team:shop:1:c:k");
        assertThat(new KeyNames("", "1", "c").key("k").redisKey()).isEqualTo("1:c:k");
        assertThat(new KeyNames("", "1", "c").channel()).isEqualTo("cache-starter:c");
    }

    @Test
    void aPatternMatchesTheKeysOfItsCacheOnly() {
        for (String cache : List.of("a*", "a?", "a[b]", "a\\", "a", "a-^b")) {
            KeyNames own = new KeyNames("p[x]*", "1", cache);
            assertThat(glob(own.pattern(), own.key("k").redisKey())).isTrue();
            assertThat(glob(own.pattern(), own.key("").redisKey())).isTrue();
            assertThat(glob(
                            own.pattern(),
                            new KeyNames("p[x]*", "1", "ab").key("k").redisKey()))
                    .as(cache)
                    .isFalse();
            assertThat(glob(
                            own.pattern(),
                            new KeyNames("px", "1", cache).key("k").redisKey()))
                    .as(cache)
                    .isFalse();
        }
    }

    @Test
    void longKeysAreCutToAReadableStartAndADigestOfTheWhole() {
        String text = "x".repeat(512);
        assertThat(names.key(text).redisKey()).endsWith(":" + text);

        String longer = names.key(text + "y").redisKey();
        assertThat(longer)
                .startsWith("shop:1:products:" + "x".repeat(128) + "##")
                .hasSize(16 + 128 + 2 + 64);
        assertThat(longer).isNotEqualTo(names.key(text + "z").redisKey());
        assertThat(names.key(longer.substring(16)).redisKey()).isNotEqualTo(longer);
        assertThat(names.key("€".repeat(170)).redisKey()).doesNotContain("##");
        assertThat(names.key("€".repeat(171)).redisKey()).contains("##");
        String pairs = names.key("x" + "😀".repeat(200)).redisKey();
        assertThat(pairs)
                .doesNotContain("?")
                .isEqualTo(new String(pairs.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Test
    void aKeyWithoutATextOfItsOwnIsRefusedWithTypeAndCacheAndRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(new Object()))
                .withMessageContaining("Cache 'products'")
                .withMessageContaining("java.lang.Object")
                .withMessageContaining("key = \"#");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(List.of("a", new OnlyText())))
                .withMessageContaining(OnlyText.class.getName());
        assertThatIllegalArgumentException().isThrownBy(() -> names.key((Runnable) () -> {}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(new Lossy("a", null)))
                .withMessageContaining("returned null");
    }

    @Test
    void aKeyThatFailsToSpeakForItselfIsRefusedToo() {
        Mutable broken = new Mutable("a") {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("not me");
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(broken))
                .withMessageContaining("not me")
                .withCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(circle))
                .withMessageContaining("contains itself");
    }

    @Test
    void aTextThatDoesNotTellKeysApartIsFoundOut() {
        names.key(new Lossy("a", "same"));
        names.key(new Lossy("a", "same"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(new Lossy("b", "same")))
                .withMessageContaining("not equal")
                .withMessageContaining("same");
    }

    @Test
    void aTextThatTellsEqualKeysApartIsFoundOut() {
        names.key(new Lossy("a", "one"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.key(new Lossy("a", "two")))
                .withMessageContaining("equal keys have different");
    }

    @Test
    void aKeyThatItsOwnerChangesIsNotMistakenForALossyOne() {
        Mutable key = new Mutable("a");
        names.key(key);
        key.text = "b";
        names.key(key);
        assertThat(names.key(new Mutable("a"))).isNotEqualTo(names.key(new Mutable("b")));
    }

    @Test
    void aTextWithAnIdentityHashIsRefused() {
        for (String text : List.of("Filter[by=java.lang.Object@1b2c3d]", "x=[Ljava.lang.String;@7f", "y=[B@1f")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> names.key(new Lossy(text, text)))
                    .withMessageContaining("identity hash");
        }
        names.key(new Lossy("", "mail=john.Smith@cafe.de"));
        names.key(new Lossy("@", "mail=john@beef"));
    }

    /** Redis' own glob rules, as far as a pattern of ours uses them. */
    private static boolean glob(byte[] pattern, String key) {
        String glob = new String(pattern, StandardCharsets.UTF_8);
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < glob.length() - 1; i++) {
            char c = glob.charAt(i);
            if (c == '\\') {
                c = glob.charAt(++i);
            } else {
                assertThat("*?[]".indexOf(c)).as("unescaped " + c).isNegative();
            }
            literal.append(c);
        }
        return key.startsWith(literal.toString());
    }

    record Nothing(@Nullable Object nothing) {}

    /** Equal by its id, and says something else. */
    private static final class Lossy {

        private final String id;
        private final @Nullable String text;

        Lossy(String id, @Nullable String text) {
            this.id = id;
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Lossy that && id.equals(that.id);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        @SuppressWarnings("NullAway") // what a careless application may do
        public String toString() {
            return text;
        }
    }

    private static class Mutable {

        private String text;

        Mutable(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mutable that && Objects.equals(text, that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class OnlyText {
        @Override
        public String toString() {
            return "always the same";
        }
    }
}
