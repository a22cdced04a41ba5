package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.insight.readiness.ReadinessCheck;
import io.github.cachestarter.insight.readiness.ReadinessItem;
import io.github.cachestarter.insight.readiness.ReadinessReport;
import io.github.cachestarter.insight.readiness.ReadinessStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadinessLogTests {

    @Test
    void one_cache_is_said_with_all_that_is_known_of_it() {
        assertThat(lines(Map.of("orders", warn("No jitter", "cache-starter.caches.orders.ttl-jitter"))))
                .containsExactly("Cache readiness, cache 'orders', expiry WARN: No jitter. Do it"
                        + " (cache-starter.caches.orders.ttl-jitter)");
    }

    @Test
    void a_finding_about_many_caches_is_one_line() {
        Map<String, ReadinessItem> caches = new LinkedHashMap<>();
        for (String cache : List.of("a", "b", "c d")) {
            caches.put(
                    cache,
                    warn("No jitter", "cache-starter.caches" + (cache.contains(" ") ? "[c d]" : "." + cache) + ".x"));
        }
        assertThat(lines(caches))
                .containsExactly("Cache readiness, 3 caches ('a', 'b', 'c d'), expiry WARN: No jitter. Do it"
                        + " (cache-starter.caches.<name>.x)");
    }

    @Test
    void where_the_evidence_differs_that_of_a_few_is_said() {
        Map<String, ReadinessItem> caches = new LinkedHashMap<>();
        for (String cache : List.of("a", "b", "c", "d")) {
            caches.put(cache, warn("found " + cache, null));
        }
        assertThat(lines(caches))
                .containsExactly(
                        "Cache readiness, 4 caches ('a', 'b', 'c', 'd'), expiry WARN: 'a': found a; 'b': found b;"
                                + " 'c': found c; and so on. Do it");
    }

    @Test
    void what_is_to_be_changed_in_another_way_is_another_finding() {
        Map<String, ReadinessItem> caches = new LinkedHashMap<>();
        caches.put("a", warn("x", null));
        caches.put("b", item(ReadinessStatus.FAIL, "x", null, null));
        caches.put("c", item(ReadinessStatus.WARN, "x", null, "noeviction"));
        caches.put("d", item(ReadinessStatus.PASS, "x", null, null));
        caches.put("e", warn("x", null));
        assertThat(lines(caches))
                .containsExactly(
                        "Cache readiness, 2 caches ('a', 'e'), expiry WARN: x. Do it",
                        "Cache readiness, cache 'b', expiry FAIL: x. Do it");
    }

    @Test
    void the_application_comes_first() {
        ReadinessReport report = new ReadinessReport(
                List.of(item(ReadinessStatus.FAIL, "no login", "spring.data.redis.password", null)),
                Map.of("a", List.of(warn("x", null))));
        assertThat(ReadinessLog.lines(report))
                .containsExactly(
                        "Cache readiness, the application, expiry FAIL: no login. Do it (spring.data.redis.password)",
                        "Cache readiness, cache 'a', expiry WARN: x. Do it");
    }

    private static List<String> lines(Map<String, ReadinessItem> caches) {
        Map<String, List<ReadinessItem>> items = new LinkedHashMap<>();
        caches.forEach((cache, item) -> items.put(cache, List.of(item)));
        return ReadinessLog.lines(new ReadinessReport(List.of(), items));
    }

    private static ReadinessItem warn(String evidence, @Nullable String property) {
        return item(ReadinessStatus.WARN, evidence, property, null);
    }

    private static ReadinessItem item(
            ReadinessStatus status, String evidence, @Nullable String property, @Nullable String finding) {
        return new ReadinessItem(ReadinessCheck.EXPIRY, status, evidence, "Do it", property, finding, false);
    }
}
