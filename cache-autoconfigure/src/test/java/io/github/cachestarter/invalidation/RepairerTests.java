package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.FakeChanges.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When and in which order the queue is sent again. Time passes only when a test says so. */
class RepairerTests {

    private final AtomicBoolean available = new AtomicBoolean();
    private final Set<Byte> reachable = new HashSet<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private boolean broken;
    private boolean deaf;
    private boolean exhausted;
    private final RepairListener listener = new RepairListener() {
        @Override
        public void abandoned(RepairState state, Duration waited) {
            heard.add("abandoned " + state.keys() + " " + state.clears());
        }

        @Override
        public void emptied(long repaired) {
            if (deaf) {
                throw new LinkageError("a test");
            }
        }
    };
    private final RepairQueue queue = new RepairQueue(100_000, System::nanoTime, listener);
    private final FakeChanges changes = new FakeChanges();
    private final Repairs things = queue.forCache("things", changes);
    private final Repairer repairer = new Repairer(
            queue, this::reach, new Repairer.Timing(this::delay, () -> 0, () -> 1.0), listener, Duration.ofMillis(20));

    @Test
    void nothing_is_sent_before_redis_is_back_and_everything_in_order_then() {
        things.evict(key("a"));
        things.evict(key("b"));
        things.evict(key("a"));
        run(3);

        assertThat(changes.sent).isEmpty();

        available.set(true);
        runAll();

        assertThat(changes.sent).containsExactly("b", "a");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void it_rests_when_nothing_is_pending_and_wakes_when_something_is() {
        available.set(true);
        things.evict(key("a"));
        runAll();
        things.evict(key("b"));
        runAll();

        assertThat(changes.sent).containsExactly("a", "b");
        assertThat(later).isEmpty();
    }

    @Test
    void a_clear_goes_first() {
        Repairs others = queue.forCache("zebras", changes);
        things.evict(key("a"));
        others.clear();
        available.set(true);
        runAll();

        assertThat(changes.sent).containsExactly("*", "a");
    }

    @Test
    void what_is_refused_is_sent_again_after_growing_waits() {
        changes.failing = true;
        available.set(true);
        things.evict(key("a"));
        run(8);

        assertThat(changes.sent).hasSize(8).containsOnly("a");
        assertThat(waits).isSorted().last().isEqualTo(Duration.ofSeconds(5));

        changes.failing = false;
        runAll();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.state().repaired()).isEqualTo(1);
    }

    /** Check RH4 of the protocol model. */
    @Test
    void a_key_that_is_lost_again_while_it_is_sent_is_sent_again() {
        available.set(true);
        changes.meanwhile = () -> {
            if (changes.sent.size() == 1) {
                things.evict(key("a"));
            }
        };
        things.evict(key("a"));
        run(1);

        assertThat(things.pending(key("a"))).isTrue();

        runAll();

        assertThat(changes.sent).containsExactly("a", "a");
        assertThat(things.pending(key("a"))).isFalse();
    }

    @Test
    void many_keys_go_in_batches() {
        available.set(true);
        for (int i = 0; i < 200; i++) {
            things.evict(key("k" + i));
        }
        run(1);

        assertThat(changes.sent).hasSize(64);

        runAll();

        assertThat(changes.sent).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void in_a_cluster_the_keys_of_the_servers_that_answer_do_not_wait_for_the_others() {
        reachable.add((byte) 'b');
        things.evict(key("a"));
        things.evict(key("b"));
        queue.forCache("zebras", changes).clear();
        run(5);

        assertThat(changes.sent).containsExactly("b");
        assertThat(things.pending(key("a"))).isTrue();
    }

    @Test
    void in_a_cluster_a_clear_waits_for_the_server_of_its_marker_alone() {
        FakeChanges elsewhere = new FakeChanges();
        elsewhere.clearKey = '+';
        reachable.add((byte) '*');
        things.clear();
        queue.forCache("restarted", changes).clearOnce("the start of a server");
        Repairs zebras = queue.forCache("zebras", elsewhere);
        zebras.clear();
        run(5);

        assertThat(changes.sent).containsExactly("*", "*");
        assertThat(things.pending(key("any"))).isFalse();
        assertThat(elsewhere.sent).isEmpty();
        assertThat(zebras.pending(key("any"))).isTrue();

        reachable.add((byte) '+');
        runAll();

        assertThat(elsewhere.sent).containsExactly("*");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void closing_says_what_remains() {
        things.evict(key("a"));
        queue.forCache("others", changes).clear();

        repairer.close();

        assertThat(heard).containsExactly("abandoned 1 1");
    }

    @Test
    void nothing_runs_any_more_once_it_is_closed() {
        things.evict(key("a"));
        repairer.close();
        available.set(true);
        runAll();
        things.evict(key("b"));

        assertThat(later).isEmpty();
        assertThat(changes.sent).isEmpty();
    }

    @Test
    void what_it_was_sending_when_it_was_closed_plans_nothing_either() {
        available.set(true);
        changes.failing = true;
        changes.meanwhile = repairer::close;
        things.evict(key("a"));
        run(1);

        assertThat(changes.sent).containsExactly("a");
        assertThat(later).isEmpty();
    }

    @Test
    void an_error_that_passes_is_not_the_end() {
        available.set(true);
        changes.meanwhile = this::failOnce;
        things.evict(key("a"));
        runAll();

        assertThat(changes.sent).containsExactly("a", "a");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void an_error_while_it_looks_who_is_within_reach_is_not_the_end() {
        things.evict(key("a"));
        broken = true;
        run(3);
        broken = false;
        available.set(true);
        runAll();

        assertThat(changes.sent).containsExactly("a");
    }

    @Test
    void a_listener_that_fails_is_not_the_end() {
        available.set(true);
        deaf = true;
        things.evict(key("a"));
        runAll();
        things.evict(key("b"));
        runAll();

        assertThat(changes.sent).containsExactly("a", "b");
    }

    @Test
    void what_cannot_be_planned_is_with_the_next_change() {
        available.set(true);
        exhausted = true;
        things.evict(key("a"));
        exhausted = false;
        things.evict(key("b"));
        runAll();

        assertThat(changes.sent).containsExactly("a", "b");
    }

    @Test
    void closing_with_nothing_pending_neither_waits_nor_speaks() {
        repairer.close();

        assertThat(heard).isEmpty();
    }

    private void failOnce() {
        if (changes.sent.size() == 1) {
            throw new LinkageError("a test");
        }
    }

    private boolean reach(byte[] key) {
        if (broken) {
            throw new LinkageError("a test");
        }
        return available.get() || reachable.contains(key[0]);
    }

    private void delay(Duration wait, Runnable task) {
        if (exhausted) {
            throw new LinkageError("a test");
        }
        if (wait.isZero()) {
            task.run();
        } else {
            waits.add(wait);
            later.add(task);
        }
    }

    private void run(int steps) {
        for (int i = 0; i < steps; i++) {
            later.remove().run();
        }
    }

    private void runAll() {
        for (int i = 0; !later.isEmpty(); i++) {
            assertThat(i).as("it comes to an end").isLessThan(1_000);
            later.remove().run();
        }
    }
}
