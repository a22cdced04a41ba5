package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerCheckIntegrationTests {

    /** Deadlines that a busy machine keeps too. */
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String[] GOOD = {"--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"};

    private final Map<String, Finding> found = new ConcurrentHashMap<>();
    private final Findings findings = new Findings() {
        @Override
        public void report(Finding finding) {
            found.put(finding.code(), finding);
        }

        @Override
        public void resolve(String code, String subject) {
            found.remove(code);
        }
    };
    private RedisServerProcess redis;
    private RedisAccess access;

    @AfterEach
    void close() {
        access.close();
        redis.close();
    }

    @Test
    void aServerThatIsSetUpForACacheGivesNoFindings() {
        open(GOOD);
        access.check(ServerCheckMode.FAIL, findings);
        assertThat(found).isEmpty();
        ServerFacts facts = facts();
        assertThat(facts.address()).isEqualTo(redis.host() + ":" + redis.port());
        assertThat(facts.server()).startsWith("redis ");
        assertThat(facts.role()).isEqualTo("primary");
        assertThat(facts.evictionPolicy()).isEqualTo("allkeys-lru");
        assertThat(facts.memory().maxBytes()).isEqualTo(64 << 20);
        assertThat(facts.memory().usedBytes()).isPositive();
        assertThat(facts.memory().usedRatio()).isBetween(0.0, 1.0);
        assertThat(facts.traffic().connectedClients()).isPositive();
        assertThat(facts.persistence()).isEqualTo("none");
        assertThat(facts.runId()).hasSize(40);
    }

    @Test
    void noevictionIsFoundWithItsRemedy() {
        open("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        access.check(ServerCheckMode.WARN, findings);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).containsOnlyKeys("noeviction"));
        assertThat(found.get("noeviction").severity()).isEqualTo(Finding.Severity.WARN);
        assertThat(found.get("noeviction").action()).contains("CONFIG SET maxmemory-policy allkeys-lru");
        assertThat(found.get("noeviction").subject()).isEqualTo(redis.host() + ":" + redis.port());
    }

    @Test
    void aFindingGoesWhenItsCauseGoes() {
        open("--maxmemory", "0", "--maxmemory-policy", "allkeys-lru");
        access.check(ServerCheckMode.WARN, findings);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).containsOnlyKeys("no-maxmemory"));
        redis.admin().configure("maxmemory", "64mb");
        redis.admin().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).isEmpty());
    }

    @Test
    void withFailTheStartEndsWithEverythingThatHurts() {
        open("--maxmemory", "0", "--maxmemory-policy", "noeviction");
        assertThatExceptionOfType(CacheServerCheckException.class)
                .isThrownBy(() -> access.check(ServerCheckMode.FAIL, findings))
                .satisfies(failure -> assertThat(failure.findings())
                        .extracting(Finding::code)
                        .containsExactly("noeviction", "no-maxmemory"))
                .withMessageContaining("maxmemory-policy is noeviction");
    }

    @Test
    void withOffNothingIsReportedButTheFactsAreThere() {
        open("--maxmemory-policy", "noeviction");
        access.check(ServerCheckMode.OFF, findings);
        assertThat(facts().evictionPolicy()).isEqualTo("noeviction");
        assertThat(found).isEmpty();
    }

    @Test
    void aVolatilePolicyHurtsWhileManyKeysHaveNoTtl() {
        open("--maxmemory", "64mb", "--maxmemory-policy", "volatile-lru");
        access.check(ServerCheckMode.FAIL, findings);
        assertThat(found).isEmpty();
        for (int i = 0; i < 150; i++) {
            redis.admin().command("SET", "forever:" + i, "x");
        }
        assertThatExceptionOfType(CacheServerCheckException.class)
                .isThrownBy(() -> access.check(ServerCheckMode.FAIL, findings))
                .withMessageContaining("150 of 150 keys have no TTL");
    }

    @Test
    void snapshotsAreFoundWhereConfigTellsOfThem() {
        open("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru", "--save", "3600", "1", "--appendonly", "yes");
        access.check(ServerCheckMode.FAIL, findings);
        assertThat(facts().persistence()).isEqualTo("rdb+aof");
        assertThat(found).containsOnlyKeys("persistence");
    }

    @Test
    void aReplicaIsFound() {
        open("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        redis.admin().command("REPLICAOF", "127.0.0.1", "1");
        assertThatExceptionOfType(CacheServerCheckException.class)
                .isThrownBy(() -> access.check(ServerCheckMode.FAIL, findings))
                .withMessageContaining("is a replica");
    }

    @Test
    void withoutConfigTheFactsComeFromInfo() {
        openAs("+@all", "-config");
        access.check(ServerCheckMode.WARN, findings);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).containsOnlyKeys("noeviction"));
        assertThat(facts().evictionPolicy()).isEqualTo("noeviction");
    }

    @Test
    void withoutInfoThePolicyComesFromConfig() {
        openAs("+@all", "-info");
        access.check(ServerCheckMode.WARN, findings);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).containsOnlyKeys("noeviction"));
        assertThat(facts().server()).isEqualTo(ServerFacts.UNKNOWN);
    }

    @Test
    void withoutBothTheFactsAreUnknownAndTheApplicationStarts() {
        openAs("+@all", "-config", "-info");
        access.check(ServerCheckMode.FAIL, findings);
        assertThat(found).isEmpty();
        assertThat(facts().evictionPolicy()).isEqualTo(ServerFacts.UNKNOWN);
        assertThat(facts().memory().usedRatio()).isEqualTo(-1);
        assertThat(access.gateway().get(new byte[] {1}).await()).isNull();
    }

    @Test
    void aServerThatIsAwayStopsNoStartAndIsLookedAtWhenItComes() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        redis.kill();
        access = RedisAccess.open(redis.url(), PATIENT, AvailabilityListener.NO_OP);
        access.check(ServerCheckMode.FAIL, findings);
        assertThat(access.servers()).isEmpty();
        redis.restart();
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(found).containsOnlyKeys("noeviction"));
    }

    private void open(String... arguments) {
        redis = RedisServerProcess.start(arguments);
        connect(redis.url());
    }

    private void openAs(String... rights) {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        String[] user = {"ACL", "SETUSER", "limited", "on", ">secret", "~*", "&*"};
        String[] command = java.util.stream.Stream.of(user, rights)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        redis.admin().command(command);
        connect("redis://limited:secret@" + redis.host() + ":" + redis.port());
    }

    private void connect(String url) {
        access = RedisAccess.open(url, PATIENT, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    private ServerFacts facts() {
        await().atMost(LONG_ENOUGH).until(() -> !access.servers().isEmpty());
        return access.servers().get(0);
    }
}
