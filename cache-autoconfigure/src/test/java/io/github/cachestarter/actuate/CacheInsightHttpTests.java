package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FakeBackend;
import io.github.cachestarter.insight.FindingsRegister;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.boot.WebApplicationType;

/** The endpoint as a client sees it. */
@TestInstance(Lifecycle.PER_CLASS)
class CacheInsightHttpTests {

    private static final EntryKey KEY = new EntryKey("cache", "key", "app:1:cache:key");

    private static final long MILLI = 1_000_000;

    private final RunningApplication application = new RunningApplication(WebApplicationType.SERVLET);

    private final BackendSnapshot healthy = application.backend().lastKnown();

    @AfterAll
    void stop() {
        application.close();
    }

    @AfterEach
    void recover() {
        application.backend().become(healthy);
    }

    @Test
    void theBackendIsShownWithItsServersAndFindings() throws Exception {
        Finding finding = new Finding(Severity.WARN, "noeviction", "localhost:6379", "It refuses writes.", "Set it.");
        application.bean(FindingsRegister.class).report(finding);

        DocumentContext json = application.json("/actuator/cacheinsight");

        assertThat(json.<String>read("$.backend.mode")).isEqualTo("remote");
        assertThat(json.<Boolean>read("$.backend.available")).isTrue();
        assertThat(json.<String>read("$.backend.breaker")).isEqualTo("closed");
        assertThat(json.<String>read("$.backend.asOf")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json.<Map<String, Object>>read("$.backend.bus"))
                .containsEntry("open", true)
                .containsEntry("sinceMillis", 60_000)
                .containsEntry("lagMillis", 20)
                .containsEntry("subscribed", List.of("app:cache-starter:products"))
                .containsEntry("denied", List.of())
                .containsEntry("received", 5)
                .containsEntry("ignored", 1)
                .containsEntry("reconnects", 2)
                .containsEntry("lastLoss", "connection reset");
        assertThat(json.<Map<String, Object>>read("$.backend.servers[0]"))
                .containsEntry("address", "localhost:6379")
                .containsEntry("server", "redis 7.0.15")
                .containsEntry("role", "primary")
                .containsEntry("evictionPolicy", "allkeys-lru")
                .containsEntry("evictedKeys", 7)
                .containsEntry("evictionsPerSecond", 0.25)
                .containsEntry("expiredKeys", 8)
                .containsEntry("keys", 9)
                .containsEntry("connectedClients", 3)
                .containsEntry(
                        "memory", Map.of("usedBytes", 512, "maxBytes", 1024, "usedRatio", 0.5, "fragmentation", 1.1));
        assertThat(json.<List<Object>>read("$.backend.findings"))
                .containsExactly(Map.of(
                        "severity", "warn",
                        "code", "noeviction",
                        "subject", "localhost:6379",
                        "message", "It refuses writes.",
                        "action", "Set it."));
    }

    @Test
    void aCacheIsShownWithAllItsNumbers() throws Exception {
        application.bean(TieredCacheManager.class).getCache("workshops");
        CacheStatistics workshops = application.bean(CacheInsight.class).forCache("workshops");
        for (int i = 0; i < 90; i++) {
            workshops.hit(MILLI);
        }
        workshops.localHit("key");
        for (int i = 0; i < 10; i++) {
            workshops.miss(KEY, MissReason.ABSENT, 2 * MILLI);
        }
        workshops.load(3 * MILLI);
        workshops.loadFailure(MILLI);
        workshops.put(MILLI);
        workshops.put(MILLI);
        workshops.evict(MILLI);
        workshops.clear(MILLI);
        workshops.joined();
        workshops.storeRefused();
        workshops.staleServed();
        workshops.loadTimedOut();
        workshops.refreshStarted();
        workshops.leaseAwaited();
        workshops.leaseTakenOver();
        workshops.fallback(Reason.BREAKER_OPEN);
        workshops.error(Operation.GET, new RemoteException(Reason.TIMEOUT, "away", null));
        workshops.valueRefused(new RefusedValueException("Order.lines", "is lazy", "fetch it"));

        DocumentContext json = application.json("/actuator/cacheinsight");

        Map<String, Object> cache = json.read("$.caches.workshops");
        assertThat(cache)
                .containsEntry("hits", 91)
                .containsEntry("localHits", 1)
                .containsEntry("local", Map.of("entries", 0, "evictions", 0))
                .containsEntry("misses", 10)
                .containsEntry("hitRate", 91.0 / 101)
                .containsEntry("verdict", "good")
                .containsEntry("loads", 1)
                .containsEntry("loadFailures", 1)
                .containsEntry("puts", 2)
                .containsEntry("evictions", 1)
                .containsEntry("clears", 1)
                .containsEntry("errors", 1)
                .containsEntry("fallbacks", 1)
                .containsEntry("joined", 1)
                .containsEntry("refusedStores", 1)
                .containsEntry("refusedValues", 1)
                .containsEntry("missesByReason", Map.of("absent", 10))
                .containsEntry("errorsByOperation", Map.of("get", Map.of("timeout", 1)))
                .containsEntry("fallbacksByReason", Map.of("breaker-open", 1))
                .containsEntry("leases", Map.of("waits", 1, "takeovers", 1))
                .containsEntry(
                        "freshness",
                        Map.of(
                                "staleServed", 1,
                                "timedOutLoads", 1,
                                "refreshes", Map.of("started", 1, "failed", 0, "refused", 0, "dropped", 0)));
        assertThat(json.<String>read("$.caches.workshops.refusals[0].where")).isEqualTo("Order.lines");
        assertThat(json.<Map<String, Object>>read("$.caches.workshops.latency"))
                .containsOnlyKeys("localHit", "hit", "miss", "load", "loadFailure", "put", "evict");
        assertThat(json.<Map<String, Double>>read("$.caches.workshops.latency.hit"))
                .containsOnlyKeys("p50Micros", "p95Micros", "p99Micros")
                .allSatisfy((name, micros) -> assertThat(micros).isBetween(990.0, 1_010.0));
        assertThat(application.json("/actuator/cacheinsight/workshops").<Map<String, Object>>read("$"))
                .containsOnlyKeys(cache.keySet())
                .containsAllEntriesOf(without(cache, "rates"));
    }

    @Test
    void settingsAreShownWithDurationsInIso8601() throws Exception {
        Map<String, Object> settings =
                application.json("/actuator/cacheinsight").read("$.caches.products.settings");

        assertThat(settings)
                .containsEntry("ttl", "PT10M")
                .containsEntry("maxTtl", "PT24H")
                .containsEntry("nullTtl", "PT30S")
                .containsEntry("ttlJitter", 0.1)
                .containsEntry("keyVersion", "1")
                .containsEntry("enabled", true)
                .containsEntry("codec", "json")
                .containsEntry("maxPayloadBytes", 1_048_576)
                .containsEntry("compressionThresholdBytes", 10_240)
                .containsEntry("singleFlight", true)
                .containsEntry("lease", "PT10S")
                .containsEntry("waitMax", "PT5S")
                .containsEntry("localEnabled", true)
                .containsEntry("localMaxEntries", 10_000)
                .containsEntry("localTtl", "PT1M")
                .containsEntry("localShare", false)
                .containsEntry("outageLocalTtl", "PT10S");
    }

    @Test
    void anUnknownCacheIsNotFoundAndAskingDoesNotCreateIt() throws Exception {
        assertThat(application.get("/actuator/cacheinsight/nothing").statusCode())
                .isEqualTo(404);

        assertThat(application.bean(TieredCacheManager.class).getCacheNames()).doesNotContain("nothing");
    }

    @Test
    void nothingCanBeChanged() throws Exception {
        assertThat(application.delete("/actuator/cacheinsight/products").statusCode())
                .isEqualTo(405);
    }

    @Test
    void aCacheThatIsCreatedLaterIsThere() throws Exception {
        application.bean(TieredCacheManager.class).getCache("later");

        assertThat(application.json("/actuator/cacheinsight/later").<String>read("$.verdict"))
                .isEqualTo("no traffic");
    }

    @Test
    void whileTheServersAreAwayTheLastKnownFactsAreShownAndThatTheyAreOld() throws Exception {
        application.backend().away();

        DocumentContext json = application.json("/actuator/cacheinsight");

        assertThat(json.<Boolean>read("$.backend.available")).isFalse();
        assertThat(json.<String>read("$.backend.breaker")).isEqualTo("open");
        assertThat(json.<String>read("$.backend.asOf")).isEqualTo(FakeBackend.SEEN.toString());
        assertThat(json.<List<String>>read("$.backend.servers[*].address")).containsExactly("localhost:6379");
        assertThat(json.<String>read("$.backend.findings[0].code")).isEqualTo("backend-away");
        assertThat(json.<String>read("$.backend.findings[0].severity")).isEqualTo("error");
        assertThat(json.<String>read("$.backend.findings[0].message")).contains("2026-01-02T03:04:05Z");
        assertThat(json.<Map<String, Object>>read("$.caches")).containsKey("products");
    }

    @Test
    void beforeAnyServerAnsweredThereAreNoFactsAndTheAnswerSaysSo() throws Exception {
        application.backend().become(new BackendSnapshot("remote", false, "open", null, null, List.of()));

        DocumentContext json = application.json("/actuator/cacheinsight");

        assertThat(json.<String>read("$.backend.asOf")).isNull();
        assertThat(json.<List<Object>>read("$.backend.servers")).isEmpty();
        assertThat(json.<String>read("$.backend.findings[0].message")).contains("No server has answered");
    }

    @Test
    void theMetersAreInThePrometheusPage() throws Exception {
        application.bean(CacheInsight.class).forCache("products").hit(MILLI);

        assertThat(application.get("/actuator/prometheus").body())
                .contains("cache_gets_total{cache=\"products\",cache_manager=\"cacheManager\",name=\"products\","
                        + "result=\"hit\"} 1.0")
                .contains("cache_starter_get_seconds_bucket{cache=\"products\",result=\"hit\",le=")
                .contains("cache_starter_breaker{state=\"closed\"} 1.0")
                .contains("cache_starter_server_memory_used_bytes{server=\"localhost:6379\"} 512.0");
    }

    private static Map<String, Object> without(Map<String, Object> json, String name) {
        Map<String, Object> others = new LinkedHashMap<>(json);
        others.remove(name);
        return others;
    }
}
