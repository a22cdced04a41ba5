package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.testing.Standstill;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three primaries with a replica each, node timeout two seconds, under steady load. */
class ClusterFailoverIntegrationTests {

    /** Generous, so that a busy machine does not look like an outage. */
    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500));

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    /**
     * What is promised is the node timeout and four seconds. How long the nodes take to agree is their affair; from there on
     * it is ours.
     */
    private static final Duration BACK = Duration.ofSeconds(4);

    private static final List<String> KEYS =
            IntStream.range(0, 60).mapToObj(i -> "key:" + i).toList();

    private final List<PrimaryChange> heard = new CopyOnWriteArrayList<>();

    /** Of each successor, which keys it was said to have when that was told. */
    private final List<List<String>> successors = new CopyOnWriteArrayList<>();

    private RedisCluster cluster;
    private RedisAccess access;

    @BeforeEach
    void start() {
        cluster = RedisCluster.start();
        access = RedisAccess.open(cluster.beans(), SETTINGS, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
        access.onPrimaryChange(change -> {
            heard.add(change);
            if (change.kind() == PrimaryChange.Kind.SUCCESSOR) {
                successors.add(KEYS.stream()
                        .filter(key -> change.keys().test(key.getBytes(UTF_8)))
                        .toList());
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    @AfterEach
    void stop() {
        access.close();
        cluster.close();
    }

    @Test
    void aKilledPrimaryCostsOnlyItsOwnSlotsAndTheseAreSoonBack() {
        losesOnePrimary(RedisServerProcess::kill);
    }

    @Test
    void aStoppedPrimaryCostsOnlyItsOwnSlotsAndIsNotUsedWhenItComesBack() {
        RedisServerProcess old = losesOnePrimary(RedisServerProcess::pause);
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 8, KEYS)) {
            old.resume();
            await().atMost(LONG_ENOUGH).until(() -> !RedisCluster.isPrimary(old));
            // What had been sent to it before it stopped has run by now.
            old.admin().resetStats();
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
            assertThat(load.surprises()).isEmpty();
            assertThat(old.admin().calls("get")).isZero();
        }
    }

    /** The redirects of the one before are faster than the next look at who has which slot. */
    @Test
    void anOrderedSuccessorIsSaidToHaveTheKeysOfItsPredecessorFromTheFirst() {
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 8, KEYS)) {
            cluster.replica(1).admin().command("CLUSTER", "FAILOVER");
            await().atMost(LONG_ENOUGH).until(() -> RedisCluster.isPrimary(cluster.replica(1)));
            await().atMost(LONG_ENOUGH).until(() -> !successors.isEmpty());
            load.awaitSuccesses();
        }
        assertThat(successors)
                .allSatisfy(keys -> assertThat(keys)
                        .containsAll(KEYS.stream()
                                .filter(key -> RedisCluster.rangeOf(key) == 1)
                                .toList()));
    }

    @Test
    void slotsThatMoveUnderLoadCostNobodyAnythingAndNothingOldIsRead() {
        List<String> keys = IntStream.range(0, 40).mapToObj(i -> "{moving}" + i).toList();
        int slot = RedisCluster.slotOf(keys.get(0));
        RedisServerProcess from = cluster.owner(slot);
        RedisServerProcess to = cluster.primary((RedisCluster.rangeOf(keys.get(0)) + 1) % 3);
        AtomicLong version = new AtomicLong();
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 8, keys)) {
            for (int round = 0; round < 6; round++) {
                RedisServerProcess source = round % 2 == 0 ? from : to;
                RedisServerProcess target = round % 2 == 0 ? to : from;
                keys.forEach(key -> write(key, version.incrementAndGet()));
                cluster.moveSlot(
                        slot,
                        source,
                        target,
                        () -> keys.forEach(key -> {
                            long written = version.incrementAndGet();
                            write(key, written);
                            byte[] read =
                                    access.gateway().get(key.getBytes(UTF_8)).await();
                            // The load evicts, so that nothing may be there, but never something older.
                            assertThat(read == null ? written : Long.parseLong(new String(read, UTF_8)))
                                    .isEqualTo(written);
                        }));
            }
            load.awaitSuccesses();
            assertThat(load.surprises()).isEmpty();
            assertThat(load.failed()).isEmpty();
        }
    }

    @Test
    void nothingIsLeftAfterClose() {
        assertThat(ourConnections()).hasSize(3);
        access.close();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            assertThat(ourConnections()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("cache-starter"));
        });
    }

    private List<String> ourConnections() {
        return cluster.nodes().stream()
                .flatMap(node -> node.admin().clients().stream())
                .filter(client -> client.contains(" name=" + UriFactory.DEFAULT_CLIENT_NAME + " "))
                .toList();
    }

    private void write(String key, long version) {
        byte[] name = key.getBytes(UTF_8);
        byte[] never = "9000000000000000".getBytes(UTF_8);
        byte[] ttl = "60000".getBytes(UTF_8);
        byte[] value = String.valueOf(version).getBytes(UTF_8);
        assertThat(access.gateway()
                        .run(Script.PUT_DIRECT, name, never, ttl, value, "news".getBytes(UTF_8), "put".getBytes(UTF_8))
                        .await())
                .isNotNull();
    }

    private RedisServerProcess losesOnePrimary(Consumer<RedisServerProcess> fault) {
        RedisServerProcess hit = cluster.primary(1);
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 8, KEYS);
                Standstill standstill = Standstill.watch()) {
            long began = System.nanoTime();
            fault.accept(hit);
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LONG_ENOUGH)
                    .until(() -> RedisCluster.isPrimary(cluster.replica(1)));
            long agreed = System.nanoTime();
            await().atMost(LONG_ENOUGH).until(() -> !load.failed().isEmpty());
            await().atMost(LONG_ENOUGH).until(() -> !heard.isEmpty());
            await().atMost(LONG_ENOUGH).until(access.gateway()::available);
            load.awaitSuccesses();
            Duration outage = load.outageSince(began);
            assertThat(load.failed()).allMatch(call -> RedisCluster.rangeOf(call.key()) == 1);
            assertThat(load.surprises()).isEmpty();
            Duration after = load.outageSince(agreed);
            System.out.println("outage with node timeout 2 s: " + outage.toMillis() + " ms, of these "
                    + after.toMillis() + " ms after the nodes had agreed");
            assertThat(after).isLessThan(standstill.allow(BACK));
            assertThat(heard).singleElement().satisfies(change -> {
                assertThat(change.kind()).isEqualTo(PrimaryChange.Kind.SUCCESSOR);
                assertThat(KEYS)
                        .allMatch(key -> change.keys().test(key.getBytes(UTF_8)) == (RedisCluster.rangeOf(key) == 1));
            });
            load.forget();
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
        }
        return hit;
    }
}
