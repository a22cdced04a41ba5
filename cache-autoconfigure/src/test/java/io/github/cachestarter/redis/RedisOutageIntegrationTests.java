package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real server that is killed, stopped and cut off. Time is bounded by counting what waits, not by a clock. */
class RedisOutageIntegrationTests {

    /** Deadlines that a busy machine keeps too. */
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** For a server that is stopped: each of the first calls waits for as long. */
    private static final RedisSettings IMPATIENT =
            new RedisSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final List<String> news = new CopyOnWriteArrayList<>();
    private RedisServerProcess redis;
    private RedisAccess access;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
    }

    @AfterEach
    void close() {
        access.close();
        redis.close();
    }

    @Test
    void atMostFiveCallsPayATimeoutWhenTheServerIsStopped() {
        open(IMPATIENT);
        redis.pause();
        Map<Reason, Integer> outcomes = outcomesOf(200);
        assertThat(outcomes).containsEntry(Reason.TIMEOUT, 5).containsEntry(Reason.BREAKER_OPEN, 195);
        assertThat(access.breaker()).isNotEqualTo(BreakerState.CLOSED);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(news).containsExactly("unavailable: TIMEOUT"));
    }

    @Test
    void recoversThroughAFreshConnectionWhenTheServerGoesOn() {
        open(IMPATIENT);
        String before = ourClients().get(0);
        redis.pause();
        outcomesOf(10);
        redis.resume();
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(outcomesOf(100)).isEmpty();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(news).containsExactly("unavailable: TIMEOUT", "recovered"));
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(ourClients()).hasSize(1).doesNotContain(before));
    }

    @Test
    void recoversWhenAKilledServerIsStartedAgain() {
        open();
        redis.kill();
        assertThat(outcomesOf(200)).doesNotContainKey(Reason.TIMEOUT);
        await().atMost(LONG_ENOUGH).until(() -> access.breaker() != BreakerState.CLOSED);
        assertThat(outcomesOf(100)).containsOnlyKeys(Reason.BREAKER_OPEN);
        redis.restart();
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(outcomesOf(100)).isEmpty();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(news).containsExactly("unavailable: DISCONNECTED", "recovered"));
    }

    @Test
    void aServerThatIsAbsentAtTheStartIsAnOutageLikeAnyOther() {
        redis.kill();
        access = RedisAccess.open(redis.url(), PATIENT, listener());
        assertThat(access.gateway().available()).isFalse();
        outcomesOf(100);
        await().atMost(LONG_ENOUGH).until(() -> access.breaker() != BreakerState.CLOSED);
        assertThat(outcomesOf(100)).containsOnlyKeys(Reason.BREAKER_OPEN);
        redis.restart();
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(outcomesOf(100)).isEmpty();
    }

    @Test
    void aStartWaitsForTheConnection() {
        open(); // the first connection of a JVM takes long, and a start waits for a second only
        access.close();
        access = RedisAccess.open(redis.url(), PATIENT, listener());
        assertThat(access.awaitStart()).isTrue();
        assertThat(access.gateway().available()).isTrue();
    }

    @Test
    void aStartDoesNotWaitLongForAServerThatIsStopped() {
        redis.pause();
        access = RedisAccess.open(redis.url(), PATIENT, listener());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(access.awaitStart()).isFalse());
        redis.resume();
    }

    @Test
    void aStartDoesNotWaitForAServerThatRefuses() {
        redis.kill();
        access = RedisAccess.open(redis.url(), PATIENT, listener());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(access.awaitStart()).isFalse());
    }

    @Test
    void aConnectionThatIsKilledIsReplacedWithoutAnOutage() {
        open();
        redis.admin().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await().atMost(LONG_ENOUGH)
                .until(() -> access.gateway().available() && ourClients().size() == 1);
        assertThat(outcomesOf(100)).isEmpty();
        assertThat(news).isEmpty();
    }

    /** Each of the sixteen has a command under way when it happens, again and again. */
    @Test
    void aConnectionThatIsKilledUnderLoadIsOneFailureAndNoOutage() {
        open();
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 16, List.of("a", "b", "c"))) {
            for (int i = 0; i < 10; i++) {
                redis.admin().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
                load.awaitSuccesses();
            }
            assertThat(load.failed()).isNotEmpty().allMatch(call -> call.reason() == Reason.DISCONNECTED);
            assertThat(load.surprises()).isEmpty();
        }
        assertThat(news).isEmpty();
    }

    @Test
    void thatAServerIsAwayIsToldAlsoWhereNobodyCalls() {
        open();
        redis.kill();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(news).containsExactly("unavailable: DISCONNECTED"));
        redis.restart();
        await().atMost(LONG_ENOUGH).until(() -> news.contains("recovered"));
        assertThat(access.gateway().available()).isTrue();
    }

    @Test
    void nothingIsLeftAfterClose() {
        open();
        access.gateway().get("key".getBytes(UTF_8)).await();
        assertThat(ourClients()).hasSize(1);
        assertThat(ourThreads()).isNotEmpty();
        access.close();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            assertThat(ourClients()).isEmpty();
            assertThat(ourThreads()).isEmpty();
        });
    }

    @Test
    void nothingIsLeftAfterAClosingDuringAnOutage() {
        open(IMPATIENT);
        redis.pause();
        outcomesOf(10);
        access.close();
        redis.resume();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            assertThat(ourThreads()).isEmpty();
            assertThat(ourClients()).isEmpty();
        });
    }

    private void open() {
        open(PATIENT);
    }

    private void open(RedisSettings settings) {
        access = RedisAccess.open(redis.url(), settings, listener());
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    private Map<Reason, Integer> outcomesOf(int calls) {
        Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
        for (int i = 0; i < calls; i++) {
            try {
                access.gateway().get("key".getBytes(UTF_8)).await();
            } catch (RemoteException ex) {
                failures.merge(ex.reason(), 1, Integer::sum);
            }
        }
        return failures;
    }

    private List<String> ourClients() {
        return redis.admin().clients().stream()
                .filter(client -> !client.contains("cmd=client"))
                .map(client -> client.substring(0, client.indexOf(' ')))
                .toList();
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("cache-starter"))
                .toList();
    }

    private AvailabilityListener listener() {
        return new AvailabilityListener() {
            @Override
            public void unavailable(RemoteException cause) {
                news.add("unavailable: " + cause.reason());
            }

            @Override
            public void recovered(Duration outage) {
                news.add("recovered");
            }
        };
    }
}
