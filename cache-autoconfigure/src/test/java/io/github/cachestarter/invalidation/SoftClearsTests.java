package io.github.cachestarter.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import io.github.cachestarter.invalidation.SoftClears.Softened;
import org.junit.jupiter.api.Test;

/** What soft clears make of entries. Stamps are small, times are in nanoseconds. */
class SoftClearsTests {

    private static final long EARLY = 0;
    private static final long IN_THE_MIDDLE = Long.MIN_VALUE;
    private static final long LATE = -1;

    private final SoftClears one = SoftClears.NONE.with(new SoftClear(10, 1_000, 2_000), 1_000);

    @Test
    void the_identity_of_an_entry_says_when_it_is_due_within_the_spread() {
        assertThat(one.of(9, EARLY, 1_000)).isEqualTo(Softened.DUE);
        assertThat(one.of(9, IN_THE_MIDDLE, 1_499)).isEqualTo(Softened.NOT_YET);
        assertThat(one.of(9, IN_THE_MIDDLE, 1_500)).isEqualTo(Softened.DUE);
        assertThat(one.of(9, LATE, 1_998)).isEqualTo(Softened.NOT_YET);
        assertThat(one.of(9, LATE, 1_999)).isEqualTo(Softened.DUE);
    }

    @Test
    void at_its_end_nothing_older_is_used_any_more() {
        assertThat(one.of(9, LATE, 2_000)).isEqualTo(Softened.OVER);
        assertThat(one.ended(9, 1_999)).isFalse();
        assertThat(one.ended(9, 2_000)).isTrue();
    }

    @Test
    void what_was_loaded_with_its_knowledge_is_none_of_its_business() {
        assertThat(one.concern(10)).isFalse();
        assertThat(one.of(10, EARLY, 3_000)).isEqualTo(Softened.NOT_YET);
        assertThat(one.ended(10, 3_000)).isFalse();
    }

    @Test
    void a_second_one_gives_no_more_time_to_what_the_first_concerns() {
        SoftClears two = one.with(new SoftClear(20, 1_500, 2_500), 1_500);

        assertThat(two.of(9, LATE, 2_000)).isEqualTo(Softened.OVER);
        assertThat(two.of(10, LATE, 2_000)).isEqualTo(Softened.NOT_YET);
        assertThat(two.of(10, LATE, 2_500)).isEqualTo(Softened.OVER);
    }

    @Test
    void told_again_later_it_keeps_its_end() {
        SoftClears again = one.with(new SoftClear(10, 1_700, 2_700), 1_700);

        assertThat(again.of(9, LATE, 2_000)).isEqualTo(Softened.OVER);
        assertThat(one.with(new SoftClear(10, 500, 1_500), 1_000).of(9, LATE, 1_500))
                .isEqualTo(Softened.OVER);
    }

    @Test
    void a_clear_that_is_newer_makes_it_superfluous() {
        assertThat(one.after(11)).isSameAs(SoftClears.NONE);
        assertThat(one.after(9).concern(9)).isTrue();
    }

    @Test
    void of_too_many_the_oldest_end_with_the_first_of_them_and_none_is_forgotten() {
        SoftClears many = SoftClears.NONE;
        for (int i = 1; i <= SoftClears.MOST + 2; i++) {
            many = many.with(new SoftClear(10L * i, 100L * i, 1_000 + 100L * i), 100L * i);
        }

        assertThat(many.of(29, LATE, 1_098)).isEqualTo(Softened.NOT_YET);
        assertThat(many.of(29, LATE, 1_100)).as("with the first").isEqualTo(Softened.OVER);
        assertThat(many.of(30, LATE, 1_398)).isEqualTo(Softened.NOT_YET);
        assertThat(many.of(30, LATE, 1_400)).isEqualTo(Softened.OVER);
    }

    @Test
    void times_may_overflow() {
        long began = Long.MAX_VALUE - 500;
        SoftClears wrapped = SoftClears.NONE.with(new SoftClear(10, began, began + 1_000), began);

        assertThat(wrapped.of(9, LATE, began + 400)).isEqualTo(Softened.NOT_YET);
        assertThat(wrapped.of(9, IN_THE_MIDDLE, began + 600)).isEqualTo(Softened.DUE);
        assertThat(wrapped.of(9, LATE, began + 1_000)).isEqualTo(Softened.OVER);
    }
}
