package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What all {@link RemoteMarkers} do. */
abstract class RemoteMarkersContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    static final String CACHE = "products";

    abstract RemoteMarkers markers();

    /** The markers are gone: deleted by hand, expired, thrown away. */
    abstract void lose();

    /** Everything that was announced so far. */
    abstract List<Announcement> announced();

    /** A time that has passed, in the clock of the stamps. */
    abstract long now();

    @Test
    void whoever_finds_no_markers_writes_a_clear_and_announces_it() {
        Markers first = read(0, 0);

        assertThat(first.clear()).isGreaterThanOrEqualTo(now());
        assertThat(first.newest()).isEqualTo(first.clear());
        assertThat(read(0, 0)).as("once").isEqualTo(first);
        assertThat(announced()).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.CLEAR);
            assertThat(it.cache()).isEqualTo(CACHE);
            assertThat(it.stamp()).isEqualTo(first.clear());
        });
    }

    @Test
    void every_marker_is_newer_than_all_before_and_announced() {
        long first = read(0, 0).newest();
        long red = markers().evictTag("red", first, first).await().newest();
        long blue = markers().evictTag("blue", first, first).await().newest();
        long redAgain = markers().evictTag("red", first, first).await().newest();
        long clear = markers().clear(first, first).await().newest();

        assertThat(List.of(first, red, blue, redAgain, clear)).isSorted().doesNotHaveDuplicates();
        assertThat(announced())
                .extracting(it -> it.kind() + " " + it.key() + " " + it.stamp())
                .containsExactly(
                        "CLEAR  " + first,
                        "TAG red " + red,
                        "TAG blue " + blue,
                        "TAG red " + redAgain,
                        "CLEAR  " + clear);
    }

    @Test
    void a_read_gives_what_is_newer_than_what_was_read() {
        long first = read(0, 0).newest();
        long red = markers().evictTag("red", first, 0).await().newest();
        long blue = markers().evictTag("blücher", first, 0).await().newest();

        assertThat(read(blue, 0)).isEqualTo(new Markers(first, 0, Map.of("red", red, "blücher", blue)));
        assertThat(read(blue, first)).isEqualTo(new Markers(0, 0, Map.of("red", red, "blücher", blue)));
        assertThat(read(blue, red)).isEqualTo(new Markers(0, 0, Map.of("blücher", blue)));
        assertThat(read(blue, blue)).isEqualTo(new Markers(0, 0, Map.of()));
    }

    @Test
    void a_clear_makes_older_markers_of_tags_superfluous() {
        markers().evictTag("red", 0, 0).await();
        long clear = markers().clear(0, 0).await().clear();

        assertThat(read(0, 0)).isEqualTo(new Markers(clear, 0, Map.of()));
    }

    @Test
    void a_marker_is_newer_than_all_that_its_writer_knows_MM2_MH1() {
        long known = now() + 1_000_000_000_000_000L;

        assertThat(markers().clear(known, 0).await().clear()).isEqualTo(known + 1);
        assertThat(markers().evictTag("red", 0, 0).await().tags()).containsEntry("red", known + 2);
    }

    @Test
    void a_tag_of_lost_markers_becomes_a_clear() {
        long known = read(0, 0).newest();
        lose();

        Markers answer = markers().evictTag("red", known, known).await();

        assertThat(answer.clear()).isGreaterThan(known);
        assertThat(answer.tags()).isEmpty();
        assertThat(announced()).last().extracting(Announcement::kind).isEqualTo(Kind.CLEAR);
    }

    @Test
    void markers_that_are_older_than_what_is_known_are_lost_ones() {
        read(0, 0);
        long known = now() + 1_000_000_000_000_000L;

        assertThat(read(known, known).clear()).isEqualTo(known + 1);
        assertThat(announced()).last().extracting(Announcement::stamp).isEqualTo(known + 1);
    }

    @Test
    void a_soft_clear_is_told_with_its_age_and_announced() {
        long first = read(0, 0).newest();
        Markers answer = markers().clearSoftly(MINUTE, first, first).await();
        Markers.Soft soft = answer.soft().get(0);

        assertThat(answer.clear()).isZero();
        assertThat(soft.stamp()).isGreaterThan(first).isEqualTo(answer.newest());
        assertThat(soft.spread()).isEqualTo(MINUTE);
        assertThat(soft.age()).isLessThan(MINUTE);
        assertThat(read(soft.stamp(), first).soft())
                .extracting(Markers.Soft::stamp)
                .containsExactly(soft.stamp());
        assertThat(read(soft.stamp(), soft.stamp())).isEqualTo(new Markers(0, 0, Map.of()));
        assertThat(announced()).last().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.SOFT);
            assertThat(it.stamp()).isEqualTo(soft.stamp());
            assertThat(it.spread()).isEqualTo(MINUTE);
        });
    }

    @Test
    void soft_clears_stand_beside_each_other_and_beside_tags() {
        long first = read(0, 0).newest();
        long one = markers().clearSoftly(MINUTE, first, first).await().newest();
        long red = markers().evictTag("red", one, one).await().newest();
        long two =
                markers().clearSoftly(MINUTE.multipliedBy(2), red, red).await().newest();

        Markers all = read(0, 0);

        assertThat(all.clear()).isEqualTo(first);
        assertThat(all.tags()).containsOnly(Map.entry("red", red));
        assertThat(all.soft()).extracting(Markers.Soft::stamp).containsExactly(one, two);
        assertThat(all.newest()).isEqualTo(two);
    }

    @Test
    void a_clear_makes_soft_ones_superfluous() {
        markers().clearSoftly(MINUTE, 0, read(0, 0).newest()).await();
        long clear = markers().clear(0, 0).await().clear();

        assertThat(read(0, 0)).isEqualTo(new Markers(clear, 0, Map.of()));
    }

    @Test
    void a_soft_clear_of_lost_markers_becomes_a_clear() {
        long known = read(0, 0).newest();
        lose();

        Markers answer = markers().clearSoftly(MINUTE, known, known).await();

        assertThat(answer.clear()).isGreaterThan(known);
        assertThat(answer.soft()).isEmpty();
        assertThat(announced()).last().extracting(Announcement::kind).isEqualTo(Kind.CLEAR);
    }

    private Markers read(long known, long read) {
        return markers().read(known, read).await();
    }
}
