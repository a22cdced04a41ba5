package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How long entries stay and how much memory they take. */
class ExpiryAndMemoryTests {

    @Test
    void an_entry_stays_no_longer_than_the_local_time_to_live() {
        LocalRig rig = new LocalRig();
        rig.fill("a", "v");

        rig.pass(Duration.ofMinutes(1).minusNanos(1));
        assertThat(rig.read("a")).isEqualTo("v");
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void an_entry_does_not_outlive_its_time_in_redis() {
        LocalRig rig = new LocalRig();
        EntryKey key = rig.key("a");
        rig.pass(Duration.ofSeconds(4));
        rig.tier.put(key, null, LocalRig.entry("v", 10_000), null, rig.tier.snapshot(key));

        rig.pass(Duration.ofSeconds(6).minusMillis(1));
        assertThat(rig.read("a")).isEqualTo("v");
        rig.pass(Duration.ofMillis(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void an_entry_whose_time_is_over_is_not_kept() {
        LocalRig rig = new LocalRig();
        EntryKey key = rig.key("a");
        rig.pass(Duration.ofSeconds(10));
        rig.tier.put(key, null, LocalRig.entry("v", 10_000), null, rig.tier.snapshot(key));

        assertThat(rig.tier.size()).isZero();
    }

    @Test
    void a_clock_that_is_behind_the_one_that_stored_does_not_prolong() {
        LocalRig rig = new LocalRig();
        EntryKey key = rig.key("a");
        rig.wallMillis -= 3_600_000;
        rig.tier.put(key, null, LocalRig.entry("v", 10_000), null, rig.tier.snapshot(key));

        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void reading_does_not_prolong() {
        LocalRig rig = new LocalRig();
        rig.fill("a", "v");

        for (int i = 0; i < 59; i++) {
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.read("a")).isEqualTo("v");
        }
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void the_memory_of_expired_and_of_dead_entries_is_freed() {
        LocalRig rig = new LocalRig();
        for (int i = 0; i < 100; i++) {
            rig.fill("k" + i, "v");
        }
        rig.tier.cleared();
        assertThat(rig.tier.size()).as("a clear frees nothing itself").isEqualTo(100);

        rig.pass(Duration.ofMinutes(1).plusMillis(1));
        rig.fill("one", "more");
        free(rig);

        assertThat(rig.tier.size()).isEqualTo(1);
    }

    @Test
    void there_are_no_more_entries_than_allowed() {
        LocalRig rig = new LocalRig(LocalRig.settings(50, OptionalLong.empty(), Duration.ofMinutes(1), false));
        for (int i = 0; i < 5_000; i++) {
            rig.fill("k" + i, "v");
        }
        free(rig);

        assertThat(rig.tier.size()).isBetween(1L, 50L);
    }

    @Test
    void there_are_no_more_bytes_than_allowed() {
        LocalRig rig = new LocalRig(LocalRig.settings(1, OptionalLong.of(20_000), Duration.ofMinutes(1), false));
        for (int i = 0; i < 200; i++) {
            rig.fill("k" + i, "x".repeat(1_000));
        }
        free(rig);

        assertThat(rig.tier.size()).isBetween(10L, 20L);
    }

    private static void free(LocalRig rig) {
        ((CaffeineLocalTier) rig.tier).freeMemory();
    }
}
