package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.AvailabilityListener;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.testing.RedisAdmin;
import io.github.cachestarter.testing.RedisCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real Redis Cluster, whose keys lie on three primaries. */
class RedisClusterRemoteStoreIntegrationTests extends RemoteStoreContract {

    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

    private static RedisCluster cluster;
    private static RedisAccess access;
    private static RedisGateway gateway;

    private Listening listening;
    private RedisRemoteStore store;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        access = RedisAccess.open(cluster.beans(), PATIENT, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(Duration.ofSeconds(30))).isTrue();
        gateway = access.gateway();
    }

    @AfterAll
    static void stop() {
        access.close();
        cluster.close();
    }

    @BeforeEach
    void subscribe() {
        admins().forEach(admin -> admin.command("FLUSHALL"));
        // At the key's own node: what the nodes of a young cluster pass on to each other may be lost.
        int own = RedisCluster.rangeOf(key.redisKey());
        listening = new Listening(cluster.primary(own), NAMES.channel());
        PutDeadline deadline = new PutDeadline(gateway, Duration.ofSeconds(10), System::nanoTime);
        store = new RedisRemoteStore(
                gateway, deadline, new Announcements(NAMES, new Sender(() -> SENDER), Findings.NO_OP, () -> {}));
    }

    @AfterEach
    void unsubscribe() {
        listening.close();
    }

    @Override
    RemoteStore store() {
        return store;
    }

    @Override
    byte @Nullable [] stored(EntryKey at) {
        return gateway.get(at.bytes()).await();
    }

    @Override
    void plant(EntryKey at, byte[] bytes) {
        // Planted bytes are all below 0x80.
        admin(at).command("SET", at.redisKey(), new String(bytes, StandardCharsets.ISO_8859_1), "PX", "60000");
    }

    @Override
    long ttlMillis(EntryKey at) {
        return (Long) Objects.requireNonNull(admin(at).command("PTTL", at.redisKey()));
    }

    @Override
    void pass(Duration time) {
        long end = gateway.serverTimeMicros(new byte[0]).await() + time.toNanos() / 1_000;
        await().atMost(10, SECONDS)
                .until(() -> gateway.serverTimeMicros(new byte[0]).await() > end);
    }

    @Override
    List<Announcement> announced() {
        return listening.announced();
    }

    private static RedisAdmin admin(EntryKey at) {
        return cluster.primary(RedisCluster.rangeOf(at.redisKey())).admin();
    }

    private static List<RedisAdmin> admins() {
        return IntStream.range(0, 3).mapToObj(i -> cluster.primary(i).admin()).toList();
    }
}
