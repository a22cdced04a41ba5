package io.github.cachestarter.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A real primary with two replicas and three Sentinels, every one a process of its own. A primary that is silent for a
 * second is replaced. Close it in every case.
 */
public final class RedisSentinels implements AutoCloseable {

    /** The name that the Sentinels know the primary by. */
    public static final String NAME = "shop";

    private static final Duration READY = Duration.ofMinutes(3);
    private static final int QUORUM = 2;

    private final List<RedisServerProcess> servers = new ArrayList<>();
    private final List<RedisServerProcess> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /** Starts everything; when this returns, each Sentinel knows both replicas and the other two. */
    public static RedisSentinels start() {
        RedisSentinels all = new RedisSentinels();
        try {
            all.launch();
            return all;
        } catch (RuntimeException ex) {
            all.close();
            throw ex;
        }
    }

    /** The primary that the Sentinels name now. */
    public RedisServerProcess primary() {
        List<?> address = (List<?>) sentinels.get(0).admin().command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
        return servers.stream()
                .filter(server -> String.valueOf(server.port()).equals(address.get(1)))
                .findFirst()
                .orElseThrow();
    }

    /** From now on a server has to be silent for so long to count as down. */
    public void giveUpAfter(Duration silence) {
        for (RedisServerProcess sentinel : sentinels) {
            sentinel.admin()
                    .command("SENTINEL", "SET", NAME, "down-after-milliseconds", String.valueOf(silence.toMillis()));
        }
    }

    /** What an application has that uses these Sentinels. */
    public BeanFactory beans() {
        RedisSentinelConfiguration configuration = new RedisSentinelConfiguration().master(NAME);
        sentinels.forEach(sentinel -> configuration.sentinel(sentinel.host(), sentinel.port()));
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("redisConnectionFactory", new LettuceConnectionFactory(configuration));
        return beans;
    }

    /** The Sentinels. */
    public List<RedisServerProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The primary of the start and its replicas. */
    public List<RedisServerProcess> servers() {
        return List.copyOf(servers);
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServerProcess::close);
        servers.forEach(RedisServerProcess::close);
    }

    private void launch() {
        RedisServerProcess primary = RedisServerProcess.start("--repl-diskless-sync-delay", "0");
        servers.add(primary);
        for (int i = 0; i < 2; i++) {
            servers.add(RedisServerProcess.start(
                    "--replicaof", primary.host() + " " + primary.port(), "--repl-diskless-sync-delay", "0"));
        }
        await().atMost(READY)
                .until(() -> "2".equals(primary.admin().info("replication").get("connected_slaves")));
        for (int i = 0; i < 3; i++) {
            sentinels.add(sentinel(primary));
        }
        await().atMost(READY).until(() -> sentinels.stream().allMatch(RedisSentinels::knowsAll));
    }

    private static RedisServerProcess sentinel(RedisServerProcess primary) {
        return RedisServerProcess.startSentinel(List.of(
                "sentinel monitor " + NAME + " " + primary.host() + " " + primary.port() + " " + QUORUM,
                "sentinel down-after-milliseconds " + NAME + " 1000",
                "sentinel failover-timeout " + NAME + " 3000",
                "sentinel parallel-syncs " + NAME + " 2"));
    }

    private static boolean knowsAll(RedisServerProcess sentinel) {
        Map<String, String> info = sentinel.admin().info("sentinel");
        return info.getOrDefault("master0", "").contains("status=ok,")
                && info.getOrDefault("master0", "").contains("slaves=2,sentinels=3");
    }
}
