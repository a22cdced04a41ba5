package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import org.junit.jupiter.api.Test;

/** The rules of the local tier, one interleaving each. The names in brackets are checks of the protocol model. */
class LocalTierRulesTests {

    private final LocalRig rig = new LocalRig();
    private final LocalTier tier = rig.tier;
    private final EntryKey key = rig.key("a");

    @Test
    void what_was_read_is_found_again() {
        rig.fill("a", "v0");

        assertThat(rig.read("a")).isEqualTo("v0");
        assertThat(rig.read("b")).isEqualTo("miss");
        assertThat(tier.get("a", null).get()).isEqualTo("v0");
    }

    @Test
    void a_load_in_flight_while_a_message_arrives_leaves_nothing_readable_GM2() {
        Snapshot before = tier.snapshot(key);
        rig.message("a");
        tier.put(key, null, LocalRig.entry("v0"), null, before);

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void a_message_between_the_check_and_the_put_is_not_missed_GH1() {
        Snapshot before = tier.snapshot(key);
        // A live entry with this snapshot is what a put leaves whose check came before the message.
        tier.put(key, null, LocalRig.entry("v0"), null, before);
        rig.message("a");

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void a_flush_during_a_put_needs_to_see_no_entry_GH2() {
        Snapshot before = tier.snapshot(key);
        rig.tiers.flushAll();
        tier.put(key, null, LocalRig.entry("v0"), null, before);
        assertThat(rig.read("a")).isEqualTo("miss");

        rig.fill("a", "v1");
        rig.tiers.flushAll();
        assertThat(rig.read("a")).as("after the flush of the reconnect").isEqualTo("miss");
    }

    @Test
    void an_own_evict_kills_what_was_read_before_its_reply_GH3() {
        Snapshot before = tier.snapshot(key);
        // Redis: GET old, then the evict; its reply is handled before the put.
        tier.evicted(key);
        tier.put(key, null, LocalRig.entry("v0"), null, before);

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void of_two_own_puts_that_overlap_none_stays_GH4() {
        Snapshot first = tier.snapshot(key);
        Snapshot second = tier.snapshot(key);
        tier.replaced(key, null, LocalRig.entry("v2"), null, second);
        tier.replaced(key, null, LocalRig.entry("v1"), null, first);

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void own_puts_one_after_the_other_stay() {
        tier.replaced(key, null, LocalRig.entry("v1"), null, tier.snapshot(key));
        tier.replaced(key, null, LocalRig.entry("v2"), null, tier.snapshot(key));

        assertThat(rig.read("a")).isEqualTo("v2");
    }

    @Test
    void an_own_put_whose_reply_comes_after_the_message_of_a_newer_evict_is_not_kept_GH5() {
        Snapshot before = tier.snapshot(key);
        rig.message("a");
        tier.replaced(key, null, LocalRig.entry("v1"), null, before);

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void a_read_of_before_an_own_put_dies_with_it() {
        Snapshot read = tier.snapshot(key);
        tier.replaced(key, null, LocalRig.entry("v1"), null, tier.snapshot(key));
        tier.put(key, null, LocalRig.entry("v0"), null, read);

        assertThat(rig.read("a")).isEqualTo("v1");
    }

    @Test
    void an_own_put_over_a_broken_connection_is_not_kept_GM7() {
        Snapshot before = tier.snapshot(key);
        rig.tiers.flushAll();
        tier.replaced(key, null, LocalRig.entry("v1"), null, before);

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void an_own_put_that_is_not_kept_kills_what_was_there() {
        rig.fill("a", "v0");
        Snapshot before = tier.snapshot(key);
        rig.tiers.flush("products");
        tier.replaced(key, null, LocalRig.entry("v1"), null, before);

        assertThat(rig.read("a")).isEqualTo("miss");
        assertThat(tier.snapshot(key).keyEpoch()).isGreaterThan(before.keyEpoch());
    }

    @Test
    void nothing_is_read_through_a_shut_gate_and_the_time_is_taken_first_GM4() {
        rig.fill("a", "v0");

        rig.openUntil = rig.nanos;
        assertThat(rig.read("a")).isEqualTo("v0");
        rig.nanos++;
        assertThat(rig.read("a")).isEqualTo("miss");
        rig.openUntil = rig.nanos;
        assertThat(rig.read("a")).as("a gate that opens again without a loss").isEqualTo("v0");
    }

    @Test
    void a_clear_ends_everything_in_its_cache_and_nothing_elsewhere() {
        LocalTier other = rig.tiers.create("orders", now -> true, LocalSettings.DEFAULTS, rig.codec);
        other.put(key, null, LocalRig.entry("o"), null, other.snapshot(key));
        rig.fill("a", "v0");
        rig.fill("b", "v0");

        tier.cleared();

        assertThat(rig.read("a")).isEqualTo("miss");
        assertThat(rig.read("b")).isEqualTo("miss");
        assertThat(other.find(key, null).get()).isEqualTo("o");
    }

    @Test
    void a_message_for_a_cache_that_is_not_here_does_nothing() {
        rig.tiers.flush("unknown");
        rig.tiers.invalidated("unknown", "app:1:unknown:a");
        rig.tiers.ready("products", key.redisKey());
        rig.fill("a", "v0");

        assertThat(rig.read("a")).isEqualTo("v0");
    }

    @Test
    void a_tier_that_is_switched_off_keeps_nothing() {
        LocalSettings off = new LocalSettings(
                false,
                1,
                LocalSettings.DEFAULTS.maxWeight(),
                LocalSettings.DEFAULTS.ttl(),
                false,
                java.time.Duration.ZERO);
        LocalTier none = rig.tiers.create("off", now -> true, off, rig.codec);
        none.put(key, null, LocalRig.entry("v0"), null, none.snapshot(key));

        assertThat(none.find(key, null)).isNull();
        assertThat(none.get("a", null)).isNull();
        assertThat(none.size()).isZero();
    }

    @Test
    void a_method_does_not_get_what_a_method_of_another_type_has_put() {
        tier.put(key, String.class, LocalRig.entry("v0"), null, tier.snapshot(key));

        assertThat(tier.get("a", Long.class)).isNull();
        assertThat(tier.get("a", String.class).get()).isEqualTo("v0");
        assertThat(tier.get("a", null).get()).as("by hand").isEqualTo("v0");
    }

    @Test
    void a_null_is_a_value() {
        rig.fill("a", null);

        assertThat(tier.get("a", null).get()).isNull();
    }
}
