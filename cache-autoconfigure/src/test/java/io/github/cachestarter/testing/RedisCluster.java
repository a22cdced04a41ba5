package io.github.cachestarter.testing;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A real Redis Cluster of three primaries and one replica of each, every node a process of its own. A primary that is
 * silent for two seconds is replaced; the slots of the others are served meanwhile. Close it in every case.
 */
public final class RedisCluster implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final int PRIMARIES = 3;
    private static final int[] BORDERS = {0, 5_461, 10_923, SlotHash.SLOT_COUNT};

    private final List<RedisServerProcess> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** Starts the six nodes; every slot is served and every primary has its replica when this returns. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < 2 * PRIMARIES; i++) {
                cluster.nodes.add(node());
            }
            cluster.introduce();
            return cluster;
        } catch (RuntimeException ex) {
            cluster.close();
            throw ex;
        }
    }

    /** The node that was the first, second or third primary at the start. */
    public RedisServerProcess primary(int index) {
        return nodes.get(index);
    }

    /** Its replica at the start. */
    public RedisServerProcess replica(int index) {
        return nodes.get(PRIMARIES + index);
    }

    /** All nodes. */
    public List<RedisServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    /** Which of the three ranges of slots, and so which primary at the start, a key belongs to. */
    public static int rangeOf(String key) {
        int slot = slotOf(key);
        return slot < BORDERS[1] ? 0 : slot < BORDERS[2] ? 1 : 2;
    }

    /** The slot of a key. */
    public static int slotOf(String key) {
        return SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The node that has the slot now, as a node that answers sees it. */
    public RedisServerProcess owner(int slot) {
        Map<String, RedisServerProcess> byId = ids();
        String line = lines(anyAnswering()).stream()
                .filter(text -> text.contains("master") && !text.contains("fail") && covers(text, slot))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody has slot " + slot));
        RedisServerProcess node = byId.get(line.split(" ", 2)[0]);
        if (node == null) {
            throw new IllegalStateException("No process for " + line);
        }
        return node;
    }

    /**
     * Moves one slot with its keys to another primary, as an operator's tool does: {@code MIGRATING}, {@code IMPORTING}, key by
     * key, then the new owner.
     *
     * @param halfway runs when some keys are here, some there and new ones go there
     */
    public void moveSlot(int slot, RedisServerProcess from, RedisServerProcess to, Runnable halfway) {
        String number = String.valueOf(slot);
        String source = id(from);
        String target = id(to);
        to.admin().command("CLUSTER", "SETSLOT", number, "IMPORTING", source);
        from.admin().command("CLUSTER", "SETSLOT", number, "MIGRATING", target);
        move(keysIn(from, number, 10), from, to);
        halfway.run();
        for (List<?> keys = keysIn(from, number, 10); !keys.isEmpty(); keys = keysIn(from, number, 10)) {
            move(keys, from, to);
        }
        to.admin().command("CLUSTER", "SETSLOT", number, "NODE", target);
        from.admin().command("CLUSTER", "SETSLOT", number, "NODE", target);
    }

    /** What an application has that uses this cluster. */
    public BeanFactory beans() {
        RedisClusterConfiguration configuration = new RedisClusterConfiguration(
                nodes.stream().map(node -> node.host() + ":" + node.port()).toList());
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("redisConnectionFactory", new LettuceConnectionFactory(configuration));
        return beans;
    }

    /** Whether this node is a primary, by its own account. */
    public static boolean isPrimary(RedisServerProcess node) {
        return node.admin().answers()
                && "master".equals(node.admin().info("replication").get("role"));
    }

    @Override
    public void close() {
        nodes.forEach(RedisServerProcess::close);
    }

    private static List<?> keysIn(RedisServerProcess node, String slot, int atMost) {
        Object keys = node.admin().command("CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(atMost));
        return keys instanceof List<?> list ? list : List.of();
    }

    private static void move(List<?> keys, RedisServerProcess from, RedisServerProcess to) {
        for (Object key : keys) {
            from.admin().command("MIGRATE", to.host(), String.valueOf(to.port()), String.valueOf(key), "0", "30000");
        }
    }

    private static RedisServerProcess node() {
        return RedisServerProcess.start(
                "--cluster-enabled",
                "yes",
                "--cluster-port",
                String.valueOf(RedisServerProcess.freePort()),
                "--cluster-node-timeout",
                "2000",
                "--cluster-require-full-coverage",
                "no",
                "--repl-diskless-sync-delay",
                "0");
    }

    private void introduce() {
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i)
                    .admin()
                    .command(
                            "CLUSTER", "ADDSLOTSRANGE", String.valueOf(BORDERS[i]), String.valueOf(BORDERS[i + 1] - 1));
            // Epochs of their own, so that no two of them have to be told apart first.
            nodes.get(i).admin().command("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
        }
        RedisServerProcess first = nodes.get(0);
        String bus = setting(first, "cluster-port");
        nodes.stream()
                .skip(1)
                .forEach(node ->
                        node.admin().command("CLUSTER", "MEET", first.host(), String.valueOf(first.port()), bus));
        await().atMost(READY).until(() -> nodes.stream().allMatch(this::knowsAll));
        for (int i = 0; i < PRIMARIES; i++) {
            replica(i).admin().command("CLUSTER", "REPLICATE", id(primary(i)));
        }
        await().atMost(READY).until(() -> nodes.stream().allMatch(this::isComplete));
    }

    private boolean knowsAll(RedisServerProcess node) {
        String info = String.valueOf(node.admin().command("CLUSTER", "INFO"));
        return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + nodes.size());
    }

    /** Every replica is known as one to this node and has the data of its primary. */
    private boolean isComplete(RedisServerProcess node) {
        Map<String, String> replication = node.admin().info("replication");
        boolean synced = "master".equals(replication.get("role"))
                ? "1".equals(replication.get("connected_slaves"))
                : "up".equals(replication.get("master_link_status"));
        return synced
                && knowsAll(node)
                && lines(node).stream().filter(line -> line.contains("slave")).count() == PRIMARIES;
    }

    private Map<String, RedisServerProcess> ids() {
        return nodes.stream()
                .filter(node -> node.admin().answers())
                .collect(Collectors.toMap(RedisCluster::id, node -> node));
    }

    private RedisServerProcess anyAnswering() {
        return nodes.stream().filter(node -> node.admin().answers()).findFirst().orElseThrow();
    }

    private static String id(RedisServerProcess node) {
        return String.valueOf(node.admin().command("CLUSTER", "MYID"));
    }

    private static List<String> lines(RedisServerProcess node) {
        return String.valueOf(node.admin().command("CLUSTER", "NODES")).lines().toList();
    }

    private static boolean covers(String line, int slot) {
        String[] parts = line.split(" ", -1);
        for (int i = 8; i < parts.length; i++) {
            if (!parts[i].isEmpty() && !parts[i].startsWith("[")) {
                String[] range = parts[i].split("-", -1);
                int first = Integer.parseInt(range[0]);
                int last = range.length > 1 ? Integer.parseInt(range[1]) : first;
                if (first <= slot && slot <= last) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String setting(RedisServerProcess node, String name) {
        return String.valueOf(((List<?>) node.admin().command("CONFIG", "GET", name)).get(1));
    }
}
