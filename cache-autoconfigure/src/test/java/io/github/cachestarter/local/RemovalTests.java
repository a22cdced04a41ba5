package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.LocalSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whoever removes something is told whether anything was there. */
class RemovalTests {

    private final LocalRig rig = new LocalRig();

    @Test
    void an_eviction_tells_whether_an_entry_could_have_been_read() {
        assertThat(rig.tier.evicted(rig.key("a"))).isFalse();
        rig.fill("a", "v1");
        assertThat(rig.tier.evicted(rig.key("a"))).isTrue();
        assertThat(rig.tier.evicted(rig.key("a"))).isFalse();
    }

    @Test
    void an_entry_that_is_dead_or_over_or_behind_a_shut_gate_was_not_there() {
        rig.fill("a", "v1");
        rig.message("a");
        assertThat(rig.tier.evicted(rig.key("a"))).isFalse();

        rig.fill("b", "v1");
        rig.pass(Duration.ofSeconds(61));
        assertThat(rig.tier.evicted(rig.key("b"))).isFalse();

        rig.fill("c", "v1");
        rig.openUntil = 0;
        assertThat(rig.tier.evicted(rig.key("c"))).isFalse();
    }

    @Test
    void a_tier_tells_whether_any_entry_can_be_read() {
        assertThat(rig.tier.holdsAny()).isFalse();
        rig.fill("a", "v1");
        rig.fill("b", "v1");
        rig.message("a");
        assertThat(rig.tier.holdsAny()).isTrue();
        rig.tier.cleared();
        assertThat(rig.tier.holdsAny()).isFalse();
    }

    @Test
    void of_many_who_evict_an_entry_exactly_one_is_told_that_it_was_there() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                rig.fill("a", "v" + round);
                Callable<Boolean> evict = () -> rig.tier.evicted(rig.key("a"));
                List<Boolean> told = new ArrayList<>();
                for (Future<Boolean> each : threads.invokeAll(List.of(evict, evict, evict, evict))) {
                    told.add(each.get());
                }
                assertThat(told).containsOnlyOnce(true);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_had_to_go_for_lack_of_room_is_counted() {
        LocalSettings few = LocalRig.settings(10, OptionalLong.empty(), Duration.ofMinutes(1), false);
        LocalRig small = new LocalRig(few);
        for (int i = 0; i < 50; i++) {
            small.fill("k" + i, "v");
        }
        ((CaffeineLocalTier) small.tier).freeMemory();

        assertThat(small.tier.size()).isEqualTo(10);
        assertThat(small.tier.displaced()).isEqualTo(40);
        assertThat(small.tier.evicted(small.key("k49"))).isIn(true, false);
        assertThat(small.tier.displaced()).isEqualTo(40);
    }
}
