package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.LiveBus.CACHE;
import static io.github.cachestarter.invalidation.LiveBus.CHANNEL;
import static io.github.cachestarter.invalidation.LiveBus.LONG_ENOUGH;
import static io.github.cachestarter.invalidation.LiveBus.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Three primaries without replicas, and a fourth node without slots. */
class ClusterBusIntegrationTests {

    private static final int[] SLOTS = {0, 5_461, 10_923, 16_384};

    /** Short enough to be awaited. */
    private static final Duration H = Duration.ofSeconds(10);

    private final List<RedisServerProcess> nodes = new ArrayList<>();
    private LiveBus live;

    @BeforeEach
    void start() {
        for (int i = 0; i < 4; i++) {
            RedisServerProcess node = RedisServerProcess.start(
                    "--cluster-enabled", "yes", "--cluster-port", String.valueOf(RedisServerProcess.freePort()));
            nodes.add(node);
            if (i < 3) {
                node.admin()
                        .command(
                                "CLUSTER", "ADDSLOTSRANGE", String.valueOf(SLOTS[i]), String.valueOf(SLOTS[i + 1] - 1));
            }
        }
        RedisServerProcess first = nodes.get(0);
        String bus = first.admin()
                .command("CONFIG", "GET", "cluster-port")
                .toString()
                .replaceAll("\\D+(\\d+)\\D*", "$1");
        for (RedisServerProcess node : nodes.subList(1, 4)) {
            node.admin().command("CLUSTER", "MEET", "127.0.0.1", String.valueOf(first.port()), bus);
        }
        await().atMost(LONG_ENOUGH)
                .until(() -> nodes.stream().allMatch(node -> {
                    String info = String.valueOf(node.admin().command("CLUSTER", "INFO"));
                    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:4");
                }));
        live = new LiveBus(
                new LettuceConnectionFactory(new RedisClusterConfiguration(List.of(first.host() + ":" + first.port()))),
                H);
    }

    @AfterEach
    void stop() {
        if (live != null) {
            live.close();
        }
        nodes.forEach(RedisServerProcess::close);
    }

    @Test
    void everyPrimaryIsHeardAndOneThatIsSilentShutsTheGate() {
        live.awaitOpen();
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(nodes.stream().map(ClusterBusIntegrationTests::subscribers))
                        .containsExactly(1L, 1L, 1L, 0L));
        for (int i = 0; i < 30; i++) {
            live.evict("k" + i, OTHER);
        }
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            for (int i = 0; i < 30; i++) {
                assertThat(live.heard.news()).contains("invalidated k" + i);
            }
        });

        nodes.get(2).pause();
        live.awaitShut();
        nodes.get(2).resume();
        live.awaitOpen();
    }

    @Test
    void aNodeThatGetsItsFirstSlotIsHeardBeforeTheGateOpensAgain() {
        live.awaitOpen();
        live.heard.forget();
        String newcomer = String.valueOf(nodes.get(3).admin().command("CLUSTER", "MYID"));
        nodes.get(3).admin().command("CLUSTER", "SETSLOT", "0", "NODE", newcomer);
        nodes.get(0).admin().command("CLUSTER", "SETSLOT", "0", "NODE", newcomer);
        await().atMost(LONG_ENOUGH).until(() -> subscribers(nodes.get(3)) == 1);
        await().atMost(LONG_ENOUGH).until(() -> live.bus.snapshot().reconnects() > 0);
        live.awaitOpen();
        assertThat(live.heard.news()).contains("flush " + CACHE).noneMatch(line -> line.startsWith("too late"));
        // The connections before end a moment later.
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(nodes)
                        .allSatisfy(node -> assertThat(subscribers(node)).isEqualTo(1)));
    }

    private static long subscribers(RedisServerProcess node) {
        return (Long) ((List<?>) node.admin().command("PUBSUB", "NUMSUB", CHANNEL)).get(1);
    }
}
