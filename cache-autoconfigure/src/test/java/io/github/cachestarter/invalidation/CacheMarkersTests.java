package io.github.cachestarter.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.invalidation.SoftClears.SoftClear;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of markers. That it is enough to find what is invalid is tested with the loads. */
class CacheMarkersTests {

    private static final int MANY = 200_000;

    private final CacheMarkers markers = new CacheMarkers();

    @Test
    void an_instance_that_hears_of_tags_and_reads_nothing_does_not_remember_all_of_them() {
        for (int i = 1; i <= MANY; i++) {
            markers.marked("tag " + i, i);
            assertThat(markers.tags()).isLessThanOrEqualTo(40_000);
        }
        for (int i = 1; i <= MANY; i += 997) {
            assertThat(markers.permit(i - 1, List.of("tag " + i))).isFalse();
        }
        assertThat(markers.permit(MANY, List.of("tag 1"))).isTrue();
        assertThat(markers.permit(MANY - 1, List.of("other")))
                .as("its own tag was never evicted")
                .isTrue();
        assertThat(markers.permit(0, List.of()))
                .as("tags are none of its business")
                .isTrue();
    }

    @Test
    void what_was_forgotten_is_not_believed_from_a_read_that_is_older() {
        for (int i = 1; i <= MANY; i++) {
            markers.marked("tag " + i, i);
        }
        markers.answered(markers.question(), 0, 1, Map.of("tag 2", 2L));

        assertThat(markers.permit(1, List.of("tag 1"))).isFalse();
        assertThat(markers.permit(2, List.of("tag 3"))).isFalse();
    }

    @Test
    void tags_that_come_late_take_nothing_back() {
        for (int i = MANY; i > 0; i--) {
            markers.marked("tag " + i, i);
        }

        assertThat(markers.tags()).isLessThanOrEqualTo(40_000);
        for (int i = 1; i <= MANY; i += 997) {
            assertThat(markers.permit(i - 1, List.of("tag " + i))).isFalse();
        }
    }

    /** Else a reader that is held up finds neither: the clear was not there when it looked, and the tag's marker is not any more. */
    @Test
    void a_clear_that_comes_while_one_asks_hides_no_tag_that_was_evicted_before() {
        markers.marked("tag", 20);

        assertThat(markers.permit(10, meanwhile("tag", () -> cleared(30)))).isFalse();
    }

    @Test
    void what_is_forgotten_while_one_asks_hides_no_tag_that_was_evicted_before() {
        markers.marked("tag", 20);

        assertThat(markers.permit(10, meanwhile("tag", () -> markers.answered(markers.question(), 0, 30, Map.of()))))
                .isFalse();
    }

    /** Who finds none then relies on what the actions have done, and on the clear. */
    @Test
    void soft_clears_are_taken_away_after_all_that_follows_from_the_clear() {
        markers.marked(new SoftClear(20, 0, 100), 0);
        List<Boolean> found = new ArrayList<>();
        markers.onClear(() -> found.add(markers.soft().concern(10)));

        cleared(30);

        assertThat(found).containsExactly(true);
        assertThat(markers.soft()).isSameAs(SoftClears.NONE);
    }

    private void cleared(long stamp) {
        markers.marked((String) null, stamp);
    }

    /** One tag; before the reader comes to look for it, that happens. */
    private static List<String> meanwhile(String tag, Runnable event) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                event.run();
                return tag;
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }
}
