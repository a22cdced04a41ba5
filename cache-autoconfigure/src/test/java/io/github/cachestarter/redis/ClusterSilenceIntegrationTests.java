package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole cluster stops at once under sixteen threads: as a network that is cut, or the host of all its containers. */
class ClusterSilenceIntegrationTests {

    /** A machine that stands still for as long just before the servers are stopped would pay timeouts of its own. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final RedisSettings SETTINGS = new RedisSettings(TIMEOUT, TIMEOUT, Duration.ofMillis(500));
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
    private static final List<String> KEYS =
            IntStream.range(0, 60).mapToObj(i -> "key:" + i).toList();

    private RedisCluster cluster;
    private RedisAccess access;

    @BeforeEach
    void start() {
        cluster = RedisCluster.start();
        access = RedisAccess.open(cluster.beans(), SETTINGS, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    @AfterEach
    void stop() {
        access.close();
        cluster.close();
    }

    @Test
    void atMostFiveCallersPayATimeoutHoweverManyPrimariesThereAre() {
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 16, KEYS)) {
            load.forget();
            RedisServerProcess.pauseAll(cluster.nodes());
            for (int range = 0; range < 3; range++) {
                int refused = range;
                await().atMost(LONG_ENOUGH).until(() -> refusals(load, refused) > 1_000);
            }
            // Once the five know more.
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(KEYS).allMatch(key -> access.givenUp(key.getBytes(UTF_8))));
            assertThat(load.failed().stream().filter(call -> call.reason() == Reason.TIMEOUT))
                    .hasSizeLessThanOrEqualTo(5);
            assertThat(load.surprises()).isEmpty();

            cluster.nodes().forEach(RedisServerProcess::resume);
            await().atMost(LONG_ENOUGH).until(access.gateway()::available);
            load.awaitSuccesses();
            assertThat(load.surprises()).isEmpty();
        }
    }

    private static long refusals(SteadyLoad load, int range) {
        return load.failed().stream()
                .filter(call -> call.reason() == Reason.BREAKER_OPEN && RedisCluster.rangeOf(call.key()) == range)
                .count();
    }
}
