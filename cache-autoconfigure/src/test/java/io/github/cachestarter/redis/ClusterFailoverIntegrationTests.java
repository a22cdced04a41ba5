package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three primaries with a replica each, node timeout two seconds, under steady load. */
class ClusterFailoverIntegrationTests {

    /** Generous, so that a busy machine does not look like an outage. */
    private static final RedisSettings SETTINGS =
            new RedisSettings(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** What is promised are six seconds; a busy machine's elections are slower. */
    private static final Duration BACK = Duration.ofSeconds(12);

    private static final List<String> KEYS =
            IntStream.range(0, 60).mapToObj(i -> "key:" + i).toList();

    private RedisCluster cluster;
    private RedisAccess access;

    @BeforeEach
    void start() {
        cluster = RedisCluster.start();
        RedisTarget target = new RedisTarget(
                RedisTarget.Kind.CLUSTER,
                List.of(RedisURI.create(cluster.primary(0).url())),
                ClientOptions.create(),
                null);
        access = RedisAccess.open(target, SETTINGS, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
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

    private RedisServerProcess losesOnePrimary(Consumer<RedisServerProcess> fault) {
        RedisServerProcess hit = cluster.primary(1);
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 8, KEYS)) {
            long began = System.nanoTime();
            fault.accept(hit);
            await().atMost(LONG_ENOUGH).until(() -> !load.failed().isEmpty());
            await().pollInterval(Duration.ofMillis(20)).atMost(LONG_ENOUGH).until(access.gateway()::available);
            Duration outage = Duration.ofNanos(System.nanoTime() - began);
            load.awaitSuccesses();
            assertThat(load.failed()).allMatch(call -> RedisCluster.rangeOf(call.key()) == 1);
            assertThat(load.surprises()).isEmpty();
            assertThat(outage).isLessThan(BACK);
            load.forget();
            load.awaitSuccesses();
            assertThat(load.failed()).isEmpty();
        }
        return hit;
    }
}
