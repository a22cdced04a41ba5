package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.redis.AvailabilityListener;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real Redis Cluster, whose keys lie on three primaries. */
class RedisClusterRemoteStoreIntegrationTests extends RedisStoreContract {

    private static RedisCluster cluster;
    private static RedisAccess access;
    private static RedisGateway gateway;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        access = RedisAccess.open(cluster.beans(), PATIENT, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
        gateway = access.gateway();
    }

    @AfterAll
    static void stop() {
        access.close();
        cluster.close();
    }

    @Override
    RedisGateway gateway() {
        return gateway;
    }

    @Override
    RedisServerProcess server(EntryKey at) {
        return cluster.primary(RedisCluster.rangeOf(at.redisKey()));
    }
}
