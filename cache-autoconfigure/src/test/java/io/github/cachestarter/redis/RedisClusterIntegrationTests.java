package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three primaries without replicas. */
class RedisClusterIntegrationTests {

    /** Deadlines that a busy machine keeps too. */
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int[] SLOTS = {0, 5_461, 10_923, 16_384};

    private static final List<RedisServerProcess> nodes = new ArrayList<>();
    private static RedisAccess access;

    @BeforeAll
    static void open() {
        for (int i = 0; i < 3; i++) {
            RedisServerProcess node = RedisServerProcess.start(
                    "--cluster-enabled", "yes", "--cluster-port", String.valueOf(RedisServerProcess.freePort()));
            nodes.add(node);
            node.admin()
                    .command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(SLOTS[i]), String.valueOf(SLOTS[i + 1] - 1));
        }
        RedisServerProcess first = nodes.get(0);
        String bus = first.admin()
                .command("CONFIG", "GET", "cluster-port")
                .toString()
                .replaceAll("\\D+(\\d+)\\D*", "$1");
        for (RedisServerProcess node : nodes.subList(1, 3)) {
            node.admin().command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(first.port()), bus);
        }
        await().atMost(LONG_ENOUGH)
                .until(() -> nodes.stream().allMatch(node -> {
                    String info = String.valueOf(node.admin().command("CLUSTER", "INFO"));
                    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
                }));
        RedisTarget target = new RedisTarget(
                RedisTarget.Kind.CLUSTER, List.of(RedisURI.create(first.url())), ClientOptions.create(), null);
        access = RedisAccess.open(target, PATIENT, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    @AfterAll
    static void close() {
        if (access != null) {
            access.close();
        }
        nodes.forEach(RedisServerProcess::close);
    }

    @Test
    void readsAndScriptsGoToTheNodeOfTheirKey() {
        for (int i = 0; i < 30; i++) {
            byte[] key = ("routed:" + i).getBytes(UTF_8);
            assertThat(access.gateway().get(key).await()).isNull();
            assertThat(access.gateway().run(Script.EVICT, key, key, key).await())
                    .isEqualTo(0L);
        }
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.admin().calls("get")).isPositive());
    }

    @Test
    void theTimeIsThatOfTheKeysNode() {
        nodes.forEach(node -> node.admin().resetStats());
        Map<String, Integer> reads = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            byte[] key = ("clock:" + i).getBytes(UTF_8);
            assertThat(access.gateway().serverTimeMicros(key).await()).isPositive();
            reads.merge(access.gateway().clockOf(key), 1, Integer::sum);
        }
        assertThat(reads).hasSize(3);
        assertThat(nodes.stream().map(node -> (int) node.admin().calls("time")).toList())
                .containsExactlyInAnyOrderElementsOf(reads.values());
    }

    @Test
    void aClearReachesEveryNode() {
        for (RedisServerProcess node : nodes) {
            for (int i = 0; i < 60; i++) {
                String key = "clear:" + i;
                try {
                    node.admin().command("SET", key, "x");
                } catch (IllegalStateException moved) {
                    assertThat(moved).hasMessageContaining("MOVED");
                }
            }
        }
        assertThat(access.gateway().unlink(Sweep.all("clear:*".getBytes(UTF_8))).await())
                .isEqualTo(60);
    }

    @Test
    void everyNodeIsLookedAt() {
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(access.servers())
                        .extracting(ServerFacts::address)
                        .containsExactlyInAnyOrderElementsOf(nodes.stream()
                                .map(node -> node.host() + ":" + node.port())
                                .toList()));
    }
}
