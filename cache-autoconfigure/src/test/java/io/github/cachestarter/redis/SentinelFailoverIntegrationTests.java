package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.testing.RedisSentinels;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.testing.Standstill;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary, two replicas and three Sentinels that give it up after a second, under steady load. */
class SentinelFailoverIntegrationTests {

    /** Generous, so that a busy machine does not look like an outage. */
    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(500));

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    /**
     * What is promised is down-after and four seconds. How long the Sentinels take to agree is their affair, and on a machine
     * that stands still for two seconds they do nothing for half a minute; from there on it is ours.
     */
    private static final Duration BACK = Duration.ofSeconds(4);

    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    private final List<Kind> heard = new CopyOnWriteArrayList<>();
    private RedisSentinels sentinels;
    private RedisAccess access;

    @BeforeEach
    void start() {
        sentinels = RedisSentinels.start();
        access = RedisAccess.open(sentinels.beans(), SETTINGS, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
        access.onPrimaryChange(change -> {
            heard.add(change.kind());
            return CompletableFuture.completedFuture(null);
        });
    }

    @AfterEach
    void stop() {
        access.close();
        sentinels.close();
    }

    @Test
    void aKilledPrimaryIsReplacedWithinSecondsByASuccessor() {
        losesThePrimary(RedisServerProcess::kill);
    }

    @Test
    void aStoppedPrimaryIsReplacedWithinSecondsAndNotUsedWhenItComesBack() {
        RedisServerProcess old = losesThePrimary(RedisServerProcess::pause);
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 4, KEYS)) {
            old.resume();
            await().atMost(LONG_ENOUGH).until(old.admin()::answers);
            // What had been sent to it before it stopped has run by now.
            old.admin().resetStats();
            load.awaitSuccesses();
            await().atMost(LONG_ENOUGH)
                    .until(() -> "slave".equals(old.admin().info("replication").get("role")));
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
            assertThat(old.admin().calls("get")).isZero();
        }
    }

    @Test
    void anAnswerThatOnlyAReplicaGivesLeadsToTheNewPrimary() {
        RedisServerProcess old = sentinels.primary();
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 4, KEYS)) {
            sentinels.sentinels().get(0).admin().command("SENTINEL", "FAILOVER", RedisSentinels.NAME);
            await().atMost(LONG_ENOUGH)
                    .until(() -> "slave".equals(old.admin().info("replication").get("role")));
            await().atMost(LONG_ENOUGH).untilAsserted(() -> {
                old.admin().resetStats();
                load.awaitSuccesses();
                assertThat(old.admin().calls("get")).isZero();
            });
            assertThat(load.surprises()).isEmpty();
        }
        assertThat(heard).contains(Kind.SUCCESSOR);
    }

    /** Check GH7 of the protocol model: nobody calls, and the old primary goes on before the Sentinels make it a replica. */
    @Test
    void anInstanceThatSendsNothingFollowsTheSentinelsAllTheSame() {
        RedisServerProcess old = sentinels.primary();
        // They would make it a replica after eight seconds, which would end its connections.
        old.admin().command("ACL", "SETUSER", "default", "-replicaof", "-slaveof");
        old.pause();
        await().pollInterval(Duration.ofMillis(50)).atMost(LONG_ENOUGH).until(() -> sentinels.primary() != old);
        RedisServerProcess promoted = sentinels.primary();
        old.resume();
        await().pollInterval(Duration.ofMillis(50)).atMost(LONG_ENOUGH).until(() -> isUsed(promoted));
        assertThat(old.admin().info("replication")).containsEntry("role", "master");
        // The connection is there a moment before commands go through it.
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            old.admin().resetStats();
            access.gateway().get("a".getBytes(UTF_8)).await();
            assertThat(old.admin().calls("get")).isZero();
        });
        assertThat(heard).contains(Kind.SUCCESSOR);
    }

    private static boolean isUsed(RedisServerProcess server) {
        return server.admin().clients().stream()
                .anyMatch(client -> client.contains(" name=" + UriFactory.DEFAULT_CLIENT_NAME + " "));
    }

    private RedisServerProcess losesThePrimary(Consumer<RedisServerProcess> fault) {
        RedisServerProcess old = sentinels.primary();
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 4, KEYS);
                Standstill standstill = Standstill.watch()) {
            long began = System.nanoTime();
            fault.accept(old);
            await().pollInterval(Duration.ofMillis(20)).atMost(LONG_ENOUGH).until(() -> sentinels.primary() != old);
            long agreed = System.nanoTime();
            await().atMost(LONG_ENOUGH).until(() -> !load.failed().isEmpty());
            await().atMost(LONG_ENOUGH).until(() -> heard.contains(Kind.SUCCESSOR));
            await().atMost(LONG_ENOUGH).until(access.gateway()::available);
            load.awaitSuccesses();
            Duration outage = load.outageSince(began);
            assertThat(sentinels.primary()).isNotSameAs(old);
            Duration after = load.outageSince(agreed);
            System.out.println("outage with down-after 1 s: " + outage.toMillis() + " ms, of these " + after.toMillis()
                    + " ms after the Sentinels had agreed");
            assertThat(after).isLessThan(standstill.allow(BACK));
            load.forget();
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
            assertThat(load.surprises()).isEmpty();
        }
        assertThat(heard).contains(Kind.SUCCESSOR).doesNotContain(Kind.RESTARTED_OR_UNRELATED, Kind.UNRELATED);
        return old;
    }
}
