package io.github.cachestarter.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

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
}
