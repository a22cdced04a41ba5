package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.FakeChanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is pending, what a reply ends, and what happens when there is too much. */
class RepairQueueTests {

    private long now = 1_000;
    private final List<String> heard = new ArrayList<>();
    private final RepairQueue queue = new RepairQueue(3, () -> now, new RepairListener() {
        @Override
        public void collapsed(String cache, int keys) {
            heard.add("collapsed " + cache + " " + keys);
        }

        @Override
        public void emptied(long repaired) {
            heard.add("emptied " + repaired);
        }
    });
    private final Repairs things = queue.forCache("things", new FakeChanges());
    private final Repairs others = queue.forCache("others", new FakeChanges());

    @Test
    void a_lost_eviction_is_pending_until_one_that_was_sent_later_is_acknowledged() {
        things.evict(key("a"));

        assertThat(things.pending(key("a"))).isTrue();
        assertThat(things.pending(key("b"))).isFalse();
        assertThat(others.pending(key("a"))).isFalse();

        things.evicted(key("a"), queue.sending());

        assertThat(things.pending(key("a"))).isFalse();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(heard).containsExactly("emptied 1");
    }

    /** Check RH4 of the protocol model. */
    @Test
    void the_reply_of_an_eviction_does_not_end_one_that_was_lost_after_it_was_sent() {
        things.evict(key("a"));
        long sent = things.sending();
        things.evict(key("a"));

        things.evicted(key("a"), sent);

        assertThat(things.pending(key("a"))).isTrue();

        things.evicted(key("a"), things.sending());

        assertThat(things.pending(key("a"))).isFalse();
    }

    /** Check RH4 of the protocol model, for a clear. */
    @Test
    void the_reply_of_a_clear_does_not_end_what_was_lost_after_it_was_sent() {
        things.clear();
        long sent = things.sending();
        things.evict(key("a"));

        things.cleared(sent);

        assertThat(things.pending(key("a"))).isTrue();
    }

    @Test
    void the_same_key_lost_twice_counts_once_and_from_the_first_time() {
        things.evict(key("a"));
        now += Duration.ofSeconds(3).toNanos();
        things.evict(key("a"));

        assertThat(queue.state()).isEqualTo(new RepairState(1, 0, Duration.ofSeconds(3), 0, 0, Map.of("things", 1)));
    }

    @Test
    void a_pending_clear_covers_every_key_before_and_after_it() {
        things.evict(key("a"));
        things.clear();
        things.evict(key("b"));

        assertThat(things.pending(key("never named"))).isTrue();
        assertThat(queue.state().keys()).isZero();
        assertThat(queue.state().clears()).isEqualTo(1);

        things.cleared(things.sending());

        assertThat(things.pending(key("a"))).isFalse();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void a_clear_that_is_acknowledged_ends_the_keys_that_were_lost_before_it_was_sent() {
        things.evict(key("a"));
        long sent = things.sending();
        things.evict(key("b"));

        things.cleared(sent);

        assertThat(things.pending(key("a"))).isFalse();
        assertThat(things.pending(key("b"))).isTrue();
        assertThat(queue.state().repaired()).isEqualTo(1);
    }

    @Test
    void too_many_keys_become_one_clear_of_the_cache_that_has_the_most() {
        others.evict(key("x"));
        things.evict(key("a"));
        things.evict(key("b"));

        assertThat(heard).isEmpty();

        others.evict(key("y"));
        things.evict(key("c"));

        assertThat(queue.state().keys()).isEqualTo(2);
        assertThat(heard).hasSize(1).allMatch(news -> news.matches("collapsed (things|others) 2"));
        assertThat(things.pending(key("a"))).isTrue();
        assertThat(others.pending(key("x"))).isTrue();
        assertThat(queue.state().collapsed()).isEqualTo(2);
    }

    @Test
    void a_hundred_thousand_keys_stay_within_the_bound_and_are_all_pending() {
        for (int i = 0; i < 100_000; i++) {
            things.evict(key("k" + i));
        }

        assertThat(queue.state().keys()).isLessThanOrEqualTo(3);
        assertThat(things.pending(key("k0"))).isTrue();
        assertThat(things.pending(key("k99999"))).isTrue();
    }
}
