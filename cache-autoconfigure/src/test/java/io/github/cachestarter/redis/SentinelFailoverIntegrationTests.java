package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.testing.RedisSentinels;
import io.github.cachestarter.testing.RedisServerProcess;
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
            new RedisSettings(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** What is promised are five seconds; a busy machine's elections are slower. */
    private static final Duration BACK = Duration.ofSeconds(12);

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

    private RedisServerProcess losesThePrimary(Consumer<RedisServerProcess> fault) {
        RedisServerProcess old = sentinels.primary();
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 4, KEYS)) {
            long began = System.nanoTime();
            fault.accept(old);
            await().atMost(LONG_ENOUGH).until(() -> !load.failed().isEmpty());
            await().pollInterval(Duration.ofMillis(20)).atMost(LONG_ENOUGH).until(access.gateway()::available);
            Duration outage = Duration.ofNanos(System.nanoTime() - began);
            load.awaitSuccesses();
            assertThat(sentinels.primary()).isNotSameAs(old);
            assertThat(outage).isLessThan(BACK);
            load.forget();
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
            assertThat(load.surprises()).isEmpty();
        }
        assertThat(heard).contains(Kind.SUCCESSOR).doesNotContain(Kind.RESTARTED_OR_UNRELATED);
        return old;
    }
}
