package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a real Redis, and what only that can show. */
class RedisRemoteMarkersIntegrationTests extends RemoteMarkersContract {

    private static final KeyNames NAMES = new KeyNames("app", "1", CACHE);
    private static final String KEY = new String(NAMES.markers(), StandardCharsets.UTF_8);
    private static final Duration TTL = Duration.ofHours(24);
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static RedisServerProcess server;
    private static RedisAccess access;

    private final List<String> findings = new ArrayList<>();
    private Listening listening;
    private RemoteMarkers markers;

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        access = RedisAccess.open(server.url(), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() {
        access.close();
        server.close();
    }

    @BeforeEach
    void subscribe() {
        server.admin().command("FLUSHALL");
        listening = new Listening(server, NAMES.channel());
        markers = markers(RedisRemoteMarkers.MOST);
    }

    @AfterEach
    void unsubscribe() {
        listening.close();
        server.admin().command("CONFIG", "SET", "maxmemory", "0");
    }

    @Test
    void a_cause_clears_once_whoever_comes_for_it() {
        long known = markers.read(0, 0).await().newest();
        Markers first = markers.clearOnce("one start", known, 0).await();
        Markers second = markers.clearOnce("one start", known, 0).await();
        long tag = markers.evictTag("red", second.clear(), 0).await().newest();
        Markers other = markers.clearOnce("another start", tag, 0).await();
        Markers late = markers.clearOnce("one start", tag, 0).await();

        assertThat(first.clear()).isGreaterThan(known);
        assertThat(second).isEqualTo(first);
        assertThat(other.clear()).isGreaterThan(tag);
        assertThat(late).as("not forgotten over the other one").isEqualTo(other);
    }

    @Test
    void a_cause_clears_again_if_what_it_has_cleared_is_older_than_what_is_known() {
        long first = markers.clearOnce("one start", 0, 0).await().clear();
        long known = first + 1_000_000;

        assertThat(markers.clearOnce("one start", known, 0).await().clear()).isEqualTo(known + 1);
        lose();
        assertThat(markers.clearOnce("one start", known + 1, 0).await().clear()).isGreaterThan(known + 1);
    }

    @Override
    RemoteMarkers markers() {
        return markers;
    }

    @Override
    void lose() {
        server.admin().command("DEL", KEY);
    }

    @Override
    List<Announcement> announced() {
        return listening.announced();
    }

    @Override
    long now() {
        return 1_600_000_000_000_000L;
    }

    @Test
    void the_key_outlives_every_entry_and_is_renewed_by_whoever_uses_it() {
        markers.read(0, 0).await();
        assertThat(ttlMillis()).isGreaterThan(TTL.toMillis());

        server.admin().command("PEXPIRE", KEY, "60000");
        markers.read(0, 0).await();
        assertThat(ttlMillis()).isGreaterThan(TTL.toMillis());

        server.admin().command("PEXPIRE", KEY, "60000");
        markers.evictTag("red", 0, 0).await();
        assertThat(ttlMillis()).isGreaterThan(TTL.toMillis());

        markers.clear(0, 0).await();
        assertThat(ttlMillis()).isGreaterThan(TTL.toMillis());
    }

    @Test
    void a_longer_time_to_live_of_another_release_is_left_alone() {
        markers.read(0, 0).await();
        server.admin()
                .command("PEXPIRE", KEY, Long.toString(Duration.ofDays(300).toMillis()));

        markers.evictTag("red", 0, 0).await();
        markers.clear(0, 0).await();

        assertThat(ttlMillis()).isGreaterThan(Duration.ofDays(299).toMillis());
    }

    @Test
    void too_many_tags_become_one_marker_of_all_tags() {
        RemoteMarkers few = markers(20);
        Markers last = few.read(0, 0).await();
        for (int i = 0; i < 100; i++) {
            last = few.evictTag("tag-" + i, last.newest(), 0).await();
            assertThat(last.tags().size()).isLessThanOrEqualTo(20);
        }
        Markers all = few.read(last.newest(), 0).await();

        assertThat(all.clear()).isPositive();
        assertThat(all.allTags()).isGreaterThan(all.clear());
        assertThat(all.tags()).containsKey("tag-99").doesNotContainKey("tag-50");
        all.tags().values().forEach(stamp -> assertThat(stamp).isGreaterThan(all.allTags()));
        assertThat((Long) server.admin().command("ZCARD", KEY)).isLessThanOrEqualTo(22);
    }

    @Test
    void tags_evicted_longer_ago_than_any_entry_is_old_become_one_marker() {
        markers.read(0, 0).await();
        for (int i = 0; i < 10; i++) {
            server.admin().command("ZADD", KEY, Integer.toString(1_000 + i), "t:old-" + i);
        }

        Markers all = markers.evictTag("new", 0, 0).await();

        assertThat(all.allTags()).isEqualTo(1_009);
        assertThat(all.tags()).containsOnlyKeys("new");
        assertThat(all.clear()).isPositive();
    }

    @Test
    void markers_are_written_when_memory_is_full() {
        markers.read(0, 0).await();
        markers.evictTag("red", 0, 0).await();
        server.admin().command("CONFIG", "SET", "maxmemory", "1");

        assertThat(markers.evictTag("blue", 0, 0).await().tags()).containsKey("blue");
        assertThat(markers.clear(0, 0).await().clear()).isPositive();
        lose();
        assertThat(markers.read(0, 0).await().clear()).isPositive();
    }

    @Test
    void a_key_that_somebody_else_wrote_counts_as_lost_markers() {
        server.admin().command("SET", KEY, "x");
        assertThat(markers.read(0, 0).await().clear()).isPositive();

        server.admin().command("ZADD", KEY, "inf", "t:red");
        long clear = markers.evictTag("red", 0, 0).await().clear();
        assertThat(clear).isBetween(now(), Announcement.MAX_STAMP);

        server.admin().command("ZADD", KEY, Long.toString(clear + 1), "what is this");
        assertThatNoException().isThrownBy(() -> markers.read(0, 0).await());
        assertThat(markers.clear(0, 0).await().clear()).isGreaterThan(clear + 1);
    }

    @Test
    void a_stamp_in_the_future_is_surpassed_by_every_marker_after_it() {
        long future = 4_000_000_000_000_000L;
        server.admin().command("ZADD", KEY, Long.toString(future), "clear");

        assertThat(markers.read(0, 0).await().clear()).isEqualTo(future);
        assertThat(markers.evictTag("red", 0, future).await()).isEqualTo(new Markers(0, 0, Map.of("red", future + 1)));
        assertThat(markers.clear(0, 0).await().clear()).isEqualTo(future + 2);
    }

    @Test
    void what_cannot_be_announced_is_done_and_reported() {
        server.admin().command("ACL", "SETUSER", "quiet", "on", ">secret", "~*", "+@all", "-publish", "resetchannels");
        try (RedisAccess quiet = RedisAccess.open("redis://quiet:secret@127.0.0.1:" + server.port(), PATIENT)) {
            assertThat(quiet.awaitConnected(Duration.ofSeconds(60))).isTrue();
            RemoteMarkers unheard = new RedisRemoteMarkers(
                    quiet.gateway(), NAMES, TTL, new Announcements(NAMES, new Sender(() -> 7), recording(), () -> {}));

            assertThat(unheard.clear(0, 0).await().clear()).isPositive();
        }
        assertThat(findings).containsExactly("announcements-denied");
        assertThat(announced()).isEmpty();
    }

    @Test
    void of_many_soft_clears_the_oldest_end_together_with_the_first_of_them() {
        read();
        List<Long> stamps = new ArrayList<>();
        for (int minutes = 1; minutes <= 9; minutes++) {
            stamps.add(markers.clearSoftly(Duration.ofMinutes(minutes), 0, 0)
                    .await()
                    .newest());
        }

        List<Markers.Soft> soft = read().soft();

        assertThat(soft).extracting(Markers.Soft::stamp).isEqualTo(stamps.subList(1, 9));
        assertThat(soft.get(0).spread()).as("that of the first").isEqualTo(Duration.ofMinutes(1));
        assertThat(soft.get(7).spread()).isEqualTo(Duration.ofMinutes(9));
    }

    @Test
    void a_soft_clear_that_a_newer_one_makes_superfluous_is_dropped() {
        read();
        markers.clearSoftly(Duration.ofMinutes(9), 0, 0).await();
        long shorter = markers.clearSoftly(Duration.ofMinutes(1), 0, 0).await().newest();

        assertThat(read().soft()).extracting(Markers.Soft::stamp).containsExactly(shorter);
    }

    @Test
    void soft_clears_outlive_the_oldest_of_too_many_tags() {
        RemoteMarkers few = markers(10);
        long first = few.read(0, 0).await().newest();
        long soft = few.clearSoftly(Duration.ofMinutes(9), first, first).await().newest();
        for (int tag = 0; tag < 30; tag++) {
            few.evictTag("tag" + tag, 0, soft).await();
        }

        Markers all = few.read(0, 0).await();

        assertThat(all.allTags()).isPositive();
        assertThat(all.clear()).isEqualTo(first);
        assertThat(all.soft()).extracting(Markers.Soft::stamp).containsExactly(soft);
        assertThat(few.clearSoftly(Duration.ofMinutes(10), 0, 0).await().soft()).hasSize(2);
    }

    private Markers read() {
        return markers.read(0, 0).await();
    }

    @Test
    void no_command_looks_at_entries() {
        server.admin().resetStats();
        markers.read(0, 0).await();
        markers.evictTag("red", 0, 0).await();
        markers.clear(0, 0).await();

        assertThat(server.admin().commandCalls()).doesNotContainKeys("keys", "scan", "del", "flushdb", "hgetall");
        assertThat(server.admin().calls("unlink")).as("of the old markers").isLessThanOrEqualTo(2);
    }

    private RemoteMarkers markers(int most) {
        return new RedisRemoteMarkers(
                access.gateway(),
                NAMES,
                TTL,
                new Announcements(NAMES, new Sender(() -> 7), recording(), () -> {}),
                most);
    }

    private static long ttlMillis() {
        return (Long) Objects.requireNonNull(server.admin().command("PTTL", KEY));
    }

    private Findings recording() {
        return new Findings() {
            @Override
            public void report(Finding finding) {
                findings.add(finding.code());
            }

            @Override
            public void resolve(String code, String subject) {}
        };
    }
}
