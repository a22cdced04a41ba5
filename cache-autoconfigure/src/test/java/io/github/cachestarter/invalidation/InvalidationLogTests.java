package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.FakeChanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told again when another server takes over. */
class InvalidationLogTests {

    private long now = 1_000;
    private final InvalidationLog log = new InvalidationLog(3, () -> now);
    private final RepairQueue queue = new RepairQueue(100, () -> now, RepairListener.NO_OP);
    private final Repairs things = queue.forCache("things", new FakeChanges());
    private final Repairs others = queue.forCache("others", new FakeChanges());

    @Test
    void what_happened_lately_is_pending_again_before_the_new_server_is_read() {
        log.invalidated("things", "a");
        log.cleared("others");
        log.invalidated("nobody has this cache", "a");

        log.replay(queue, key -> true);

        assertThat(things.pending(key("a"))).isTrue();
        assertThat(things.pending(key("b"))).isFalse();
        assertThat(others.pending(key("anything"))).isTrue();
    }

    @Test
    void a_change_is_forgotten_when_a_later_one_is_more_than_a_minute_younger() {
        log.invalidated("things", "a");
        log.cleared("others");
        pass(Duration.ofSeconds(59));
        log.invalidated("things", "b");
        pass(Duration.ofSeconds(2));
        log.invalidated("things", "c");

        log.replay(queue, key -> true);

        assertThat(things.pending(key("a"))).isFalse();
        assertThat(things.pending(key("b"))).isTrue();
        assertThat(things.pending(key("c"))).isTrue();
        assertThat(others.pending(key("anything"))).isFalse();
    }

    /** Check RH2 of the protocol model. */
    @Test
    void an_outage_of_any_length_does_not_empty_it() {
        log.invalidated("things", "a");
        pass(Duration.ofMinutes(90));

        log.replay(queue, key -> true);

        assertThat(things.pending(key("a"))).isTrue();
    }

    @Test
    void a_key_that_changes_again_is_as_young_as_its_last_change() {
        log.invalidated("things", "a");
        pass(Duration.ofSeconds(50));
        log.invalidated("things", "a");
        pass(Duration.ofSeconds(50));
        log.invalidated("things", "b");

        log.replay(queue, key -> true);

        assertThat(log.size()).isEqualTo(2);
        assertThat(things.pending(key("a"))).isTrue();
    }

    @Test
    void too_many_keys_become_a_clear_of_their_cache() {
        log.invalidated("others", "x");
        for (String key : new String[] {"a", "b", "c"}) {
            log.invalidated("things", key);
        }

        assertThat(log.size()).isEqualTo(1);

        log.replay(queue, key -> true);

        assertThat(things.pending(key("anything"))).isTrue();
        assertThat(others.pending(key("x"))).isTrue();
        assertThat(others.pending(key("y"))).isFalse();
    }

    @Test
    void in_a_cluster_only_the_keys_of_the_new_server_are_told_again() {
        log.invalidated("things", "a");
        log.invalidated("things", "b");

        log.replay(queue, key -> key[0] == 'a');

        assertThat(things.pending(key("a"))).isTrue();
        assertThat(things.pending(key("b"))).isFalse();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
