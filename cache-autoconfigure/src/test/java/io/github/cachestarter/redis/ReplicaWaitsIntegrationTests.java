package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.redis.Replicas.Confirmation;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary with a real replica that works, stops and comes back. */
class ReplicaWaitsIntegrationTests {

    /** Generous, so that a busy machine does not look like an outage. */
    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final byte[] KEY = "shop:1:products:a".getBytes(UTF_8);

    private RedisServerProcess primary;
    private RedisServerProcess replica;
    private RedisAccess access;

    @BeforeEach
    void start() {
        primary = RedisServerProcess.start("--repl-diskless-sync-delay", "0");
        replica = RedisServerProcess.start("--replicaof", primary.host() + " " + primary.port());
        await().atMost(LONG_ENOUGH)
                .until(() -> "up".equals(replica.admin().info("replication").get("master_link_status")));
        access = RedisAccess.open(primary.url(), SETTINGS);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    @AfterEach
    void stop() {
        access.close();
        primary.close();
        replica.close();
    }

    @Test
    void aChangeThatIsConfirmedIsOnTheReplica() {
        Replicas replicas = access.replicas("shop", 1, LONG_ENOUGH);
        for (int i = 0; i < 50; i++) {
            primary.admin().command("SET", new String(KEY, UTF_8), "old");
            Confirmation change = replicas.before(KEY);
            evict(KEY);
            assertThat(change.acknowledged().await()).isTrue();
            assertThat(replica.admin().command("EXISTS", new String(KEY, UTF_8)))
                    .isEqualTo(0L);
        }
    }

    @Test
    void aStoppedReplicaIsWaitedForNoLongerThanToldAndHoldsNobodyElseUp() {
        confirmed(access.replicas("shop", 1, LONG_ENOUGH));
        replica.pause();
        Confirmation change = access.replicas("shop", 1, Duration.ofSeconds(15)).before(KEY);
        evict(KEY);
        CompletableFuture<Throwable> waiting = new CompletableFuture<>();
        change.acknowledged().whenDone(Runnable::run, (replicated, failure) -> waiting.complete(failure));
        for (int i = 0; i < 50; i++) {
            access.gateway().get(KEY).await();
        }
        assertThat(waiting).as("fifty commands are answered meanwhile").isNotDone();
        RemoteException late = (RemoteException) waiting.join();
        assertThat(late.reason()).isEqualTo(Reason.NOT_REPLICATED);
        assertThat(late).hasMessageContaining("1 of its replicas").hasMessageContaining("15000 ms");
        assertThat(access.breaker()).isEqualTo(BreakerState.CLOSED);
        replica.resume();
        confirmed(access.replicas("shop", 1, LONG_ENOUGH));
    }

    @Test
    void moreReplicasThanThereAreAreNeverConfirmed() {
        Confirmation change = access.replicas("shop", 2, SHORT).before(KEY);
        evict(KEY);
        assertThat(catchThrowableOfType(
                        RemoteException.class, () -> change.acknowledged().await()))
                .extracting(RemoteException::reason)
                .isEqualTo(Reason.NOT_REPLICATED);
        confirmed(access.replicas("shop", 1, LONG_ENOUGH));
    }

    @Test
    void manyChangesShareOneWaitAndOneConnection() {
        Replicas replicas = access.replicas("shop", 1, LONG_ENOUGH);
        confirmed(replicas);
        primary.admin().resetStats();
        replica.pause(); // nobody is confirmed while they come
        List<Pending<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] key = ("shop:1:products:" + i).getBytes(UTF_8);
            Confirmation change = replicas.before(key);
            evict(key);
            waiting.add(change.acknowledged());
        }
        replica.resume();
        assertThat(waiting).allMatch(Pending::await);
        assertThat(primary.admin().calls("evalsha") + primary.admin().calls("eval"))
                .isEqualTo(500);
        // One for whoever came first, and one for all who came while it was under way.
        assertThat(primary.admin().calls("wait")).isBetween(1L, 4L);
        assertThat(ourConnections(primary)).hasSize(2);
    }

    @Test
    void callersThatDoNotBlockAreCalledBack() {
        Executor executor = ForkJoinPool.commonPool();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Confirmation change = access.replicas("shop", 1, LONG_ENOUGH).before(KEY);
        evict(KEY);
        change.acknowledged().whenDone(executor, (replicated, failure) -> done.complete(replicated));
        assertThat(done).succeedsWithin(LONG_ENOUGH).isEqualTo(true);

        replica.pause();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        Confirmation lost = access.replicas("shop", 1, SHORT).before(KEY);
        evict(KEY);
        lost.acknowledged().whenDone(executor, (replicated, failure) -> failed.complete(failure));
        assertThat(failed).succeedsWithin(LONG_ENOUGH).isInstanceOf(RemoteException.class);
        replica.resume();
    }

    @Test
    void fullMemoryStopsNoConfirmation() {
        Replicas replicas = access.replicas("shop", 1, LONG_ENOUGH);
        confirmed(replicas);
        primary.admin().configure("maxmemory-policy", "noeviction");
        primary.admin().configure("maxmemory", "1");
        confirmed(replicas);
    }

    @Test
    void whatAPrimaryAcknowledgedThatIsGoneIsNotConfirmedByAnother() {
        Replicas replicas = access.replicas("shop", 1, LONG_ENOUGH);
        Confirmation change = replicas.before(KEY);
        evict(KEY);
        primary.restart();
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(catchThrowableOfType(
                        RemoteException.class, () -> change.acknowledged().await()))
                .hasMessageContaining("was lost");
        confirmed(access.replicas("shop", 1, LONG_ENOUGH));
    }

    @Test
    void closingLeavesNoConnection() {
        confirmed(access.replicas("shop", 1, LONG_ENOUGH));
        access.close();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(ourConnections(primary)).isEmpty());
    }

    @Test
    void inAClusterTheReplicasOfTheKeysOwnPrimaryCount() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisAccess clustered = RedisAccess.open(cluster.beans(), SETTINGS, AvailabilityListener.NO_OP)) {
            assertThat(clustered.awaitConnected(LONG_ENOUGH)).isTrue();
            Replicas replicas = clustered.replicas("shop", 1, LONG_ENOUGH);
            for (int i = 0; i < 30; i++) {
                byte[] key = ("shop:1:products:" + i).getBytes(UTF_8);
                Confirmation change = replicas.before(key);
                clustered.gateway().run(Script.EVICT, key, key, key).await();
                assertThat(change.acknowledged().await()).isTrue();
            }
            assertThat(cluster.nodes().stream().filter(node -> node.admin().calls("wait") > 0))
                    .hasSize(3);
            cluster.replica(1).pause();
            List<Boolean> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String key = "shop:1:products:" + i;
                Duration patience = RedisCluster.rangeOf(key) == 1 ? SHORT : LONG_ENOUGH;
                Confirmation change = clustered.replicas("shop", 1, patience).before(key.getBytes(UTF_8));
                clustered
                        .gateway()
                        .run(Script.EVICT, key.getBytes(UTF_8), KEY, KEY)
                        .await();
                answers.add(isConfirmed(change) == (RedisCluster.rangeOf(key) != 1));
            }
            assertThat(answers).hasSize(30).containsOnly(true);
        }
    }

    private static boolean isConfirmed(Confirmation change) {
        try {
            return change.acknowledged().await();
        } catch (RemoteException ex) {
            assertThat(ex.reason()).isEqualTo(Reason.NOT_REPLICATED);
            return false;
        }
    }

    private void confirmed(Replicas replicas) {
        Confirmation change = replicas.before(KEY);
        evict(KEY);
        assertThat(change.acknowledged().await()).isTrue();
    }

    private void evict(byte[] key) {
        access.gateway()
                .run(Script.EVICT, key, "news".getBytes(UTF_8), "gone".getBytes(UTF_8))
                .await();
    }

    private static List<String> ourConnections(RedisServerProcess server) {
        return server.admin().clients().stream()
                .filter(client -> !client.contains("cmd=client") && !client.contains("flags=S"))
                .toList();
    }
}
