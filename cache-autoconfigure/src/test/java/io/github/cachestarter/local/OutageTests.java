package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.LocalSettings;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What lies here may be read for a while when the remote tier is away. */
class OutageTests {

    private final LocalRig rig = new LocalRig();

    @Test
    void while_the_breaker_is_open_an_entry_is_read_until_its_load_is_too_long_ago() {
        rig.fill("a", "v1");
        rig.pass(Duration.ofSeconds(1));
        redisDies();

        assertThat(rig.read("a")).isEqualTo("v1");
        rig.pass(Duration.ofSeconds(9));
        assertThat(rig.read("a")).isEqualTo("v1");
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void the_way_without_a_text_of_the_key_is_for_an_open_gate_only() {
        rig.fill("a", "v1");
        redisDies();

        assertThat(rig.tier.get("a", null)).isNull();
        assertThat(rig.tier.find(rig.key("a"), null)).isNotNull();
    }

    @Test
    void a_shut_gate_alone_is_no_outage_GH6() {
        rig.fill("a", "v1");
        rig.openUntil = 0;

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void the_age_counts_from_before_the_load_and_not_from_the_put_GM8() {
        redisDies();
        EntryKey key = rig.key("a");
        Snapshot before = rig.tier.snapshot(key);
        rig.pass(Duration.ofSeconds(8)); // a slow load
        rig.tier.put(key, null, LocalRig.entry("v1"), null, before);

        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.read("a")).isEqualTo("v1");
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void the_age_of_an_own_put_counts_from_before_it_was_sent() {
        EntryKey key = rig.key("a");
        Snapshot before = rig.tier.snapshot(key);
        rig.pass(Duration.ofSeconds(8));
        rig.tier.replaced(key, null, LocalRig.entry("v1"), null, before);
        redisDies();

        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.read("a")).isEqualTo("v1");
        rig.pass(Duration.ofNanos(1));
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void an_own_eviction_counts_during_an_outage_too() {
        rig.fill("a", "v1");
        redisDies();

        assertThat(rig.tier.evicted(rig.key("a"))).isTrue();

        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void when_redis_is_back_the_gate_alone_decides_again() {
        rig.fill("a", "v1");
        redisDies();
        assertThat(rig.read("a")).isEqualTo("v1");

        rig.away = false;
        assertThat(rig.read("a")).isEqualTo("miss");
        rig.tiers.flushAll(); // the new subscription
        rig.openUntil = Long.MAX_VALUE;
        assertThat(rig.read("a")).isEqualTo("miss");
    }

    @Test
    void an_open_gate_serves_what_is_older_also_while_the_breaker_is_open() {
        rig.fill("a", "v1");
        rig.pass(Duration.ofSeconds(30));
        rig.away = true;

        assertThat(rig.read("a")).isEqualTo("v1");
    }

    @Test
    void nothing_is_read_during_an_outage_where_the_settings_say_so() {
        LocalSettings never =
                new LocalSettings(true, 10, OptionalLong.empty(), Duration.ofMinutes(1), false, Duration.ZERO);
        LocalRig strict = new LocalRig(never);
        strict.fill("a", "v1");
        strict.openUntil = 0;
        strict.away = true;

        assertThat(strict.read("a")).isEqualTo("miss");
    }

    private void redisDies() {
        rig.openUntil = 0;
        rig.away = true;
    }
}
