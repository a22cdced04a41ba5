package io.github.cachestarter.remote;

import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.AvailabilityListener;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real Redis Cluster: the markers of a cache lie on one of its primaries. */
class RedisClusterRemoteMarkersIntegrationTests extends RemoteMarkersContract {

    private static final KeyNames NAMES = new KeyNames("app", "1", CACHE);
    private static final String KEY = new String(NAMES.markers(), StandardCharsets.UTF_8);
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static RedisCluster cluster;
    private static RedisServerProcess owner;
    private static RedisAccess access;

    private Listening listening;
    private RemoteMarkers markers;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        owner = cluster.primary(RedisCluster.rangeOf(KEY));
        access = RedisAccess.open(cluster.beans(), PATIENT, AvailabilityListener.NO_OP);
        Assertions.assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() {
        access.close();
        cluster.close();
    }

    @BeforeEach
    void subscribe() {
        lose();
        listening = new Listening(owner, NAMES.channel());
        markers = new RedisRemoteMarkers(
                access.gateway(),
                NAMES,
                Duration.ofHours(24),
                new Announcements(NAMES, new Sender(() -> 7), Findings.NO_OP, () -> {}));
    }

    @AfterEach
    void unsubscribe() {
        listening.close();
    }

    @Override
    RemoteMarkers markers() {
        return markers;
    }

    @Override
    void lose() {
        owner.admin().command("DEL", KEY);
    }

    @Override
    long now() {
        // In whole seconds: time passes until it is compared.
        return access.gateway().serverTimeMicros(NAMES.markers()).await() / 1_000_000 * 1_000_000 - 1_000_000;
    }

    @Override
    List<Announcement> announced() {
        return listening.announced();
    }
}
