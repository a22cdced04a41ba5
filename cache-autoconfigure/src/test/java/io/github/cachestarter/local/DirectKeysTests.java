package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.interceptor.SimpleKey;

/** Which keys need no text, and that the others are found all the same. */
class DirectKeysTests {

    private final LocalRig rig = new LocalRig();

    record Seat(String row, int number) {}

    record Basket(List<String> items) {}

    record Spelling(String text) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Spelling that && text.equalsIgnoreCase(that.text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase(Locale.ROOT).hashCode();
        }
    }

    static Stream<Object> direct() {
        return Stream.of(
                "a",
                1L,
                1,
                'c',
                true,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                TimeUnit.DAYS,
                new Seat("A", 1),
                new SimpleKey("a", 1L, null),
                SimpleKey.EMPTY);
    }

    static Stream<Object> byText() {
        return Stream.of(
                new int[] {1, 2},
                new ArrayList<>(List.of("a")),
                new Basket(new ArrayList<>(List.of("a"))),
                new Spelling("a"),
                new SimpleKey("a", new ArrayList<>(List.of("b"))));
    }

    @ParameterizedTest
    @MethodSource("direct")
    void a_key_that_nobody_can_change_is_found_without_a_text(Object key) {
        rig.fill(key, "v");

        assertThat(rig.tier.get(key, null).get()).isEqualTo("v");
        assertThat(rig.read(key)).isEqualTo("v");
    }

    @ParameterizedTest
    @MethodSource("byText")
    void any_other_key_is_found_by_its_text(Object key) {
        rig.fill(key, "v");

        assertThat(rig.tier.get(key, null)).isNull();
        assertThat(rig.read(key)).isEqualTo("v");
    }

    @Test
    void a_key_that_changes_after_the_put_finds_nothing_and_loses_nothing() {
        List<String> key = new ArrayList<>(List.of("a"));
        rig.fill(key, "v");

        key.add("b");
        assertThat(rig.read(key)).isEqualTo("miss");
        assertThat(rig.read(new ArrayList<>(List.of("a")))).isEqualTo("v");
    }

    @Test
    void keys_that_are_equal_to_the_application_but_not_in_redis_stay_apart() {
        rig.fill(new Spelling("a"), "small");
        rig.fill(new Spelling("A"), "large");

        assertThat(rig.read(new Spelling("a"))).isEqualTo("small");
        rig.tier.evicted(rig.key(new Spelling("a")));
        assertThat(rig.read(new Spelling("a"))).isEqualTo("miss");
    }

    @Test
    void a_text_that_looks_like_the_address_of_another_key_is_not_that_key() {
        EntryKeyText text = new EntryKeyText(rig.key(new int[] {1, 2}).redisKey());
        rig.fill(new int[] {1, 2}, "v");

        assertThat(rig.tier.get(text.value(), null)).isNull();
    }

    private record EntryKeyText(String value) {}
}
