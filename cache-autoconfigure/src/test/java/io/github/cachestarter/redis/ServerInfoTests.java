package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cachestarter.Finding;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerInfoTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void readsTheProductAndItsVersion() {
        assertThat(facts("redis_version:7.0.15").server()).isEqualTo("redis 7.0.15");
        assertThat(facts("redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1")
                        .server())
                .isEqualTo("valkey 8.0.1");
        assertThat(facts("redis_version:7.4.0\r\ndragonfly_version:df-v1.27.1").server())
                .isEqualTo("dragonfly 1.27.1");
    }

    @Test
    void readsTheDatabaseOfTheCacheOnly() {
        String reply = "# Keyspace\r\ndb0:keys=9,expires=9,avg_ttl=0\r\ndb3:keys=7,expires=2,avg_ttl=0\r\n";
        ServerFacts facts = new ServerInfo(reply).facts("a:1", 3, Map.of(), null, NOW);
        assertThat(facts.traffic().keys()).isEqualTo(7);
        assertThat(facts.traffic().keysWithoutTtl()).isEqualTo(5);
    }

    @Test
    void countsEvictionsPerSecondBetweenTwoLooks() {
        ServerFacts first = facts("evicted_keys:100");
        ServerFacts second = new ServerInfo("evicted_keys:160").facts("a:1", 0, Map.of(), first, NOW.plusSeconds(30));
        ServerFacts restarted =
                new ServerInfo("evicted_keys:30").facts("a:1", 0, Map.of(), second, NOW.plusSeconds(60));
        assertThat(first.traffic().evictionsPerSecond()).isZero();
        assertThat(second.traffic().evictionsPerSecond()).isCloseTo(2.0, within(1e-9));
        assertThat(restarted.traffic().evictionsPerSecond()).isCloseTo(1.0, within(1e-9));
    }

    @Test
    void nonsenseAndNothingAreUnknown() {
        for (String reply : new String[] {
            "", "<html>", ":::\r\n", "used_memory:much\r\nmaxmemory:\r\nmem_fragmentation_ratio:x\r\nrole:king"
        }) {
            ServerFacts facts = facts(reply);
            assertThat(facts.memory().usedBytes()).isEqualTo(-1);
            assertThat(facts.role()).isEqualTo(ServerFacts.UNKNOWN);
            assertThat(ServerRules.judge(facts)).isEmpty();
        }
    }

    @Test
    void oldServersAndRandomEvictionAreMentioned() {
        assertThat(ServerRules.judge(facts("redis_version:5.0.7\r\nmaxmemory:9\r\nmaxmemory_policy:allkeys-random")))
                .extracting(Finding::code)
                .containsExactly("allkeys-random", "old-version");
    }

    private static ServerFacts facts(String reply) {
        return new ServerInfo(reply).facts("a:1", 0, Map.of(), null, NOW);
    }
}
