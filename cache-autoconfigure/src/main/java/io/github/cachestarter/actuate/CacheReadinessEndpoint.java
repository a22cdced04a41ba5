package io.github.cachestarter.actuate;

import io.github.cachestarter.actuate.CacheReadinessBody.CacheBody;
import io.github.cachestarter.actuate.CacheReadinessBody.ItemBody;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.readiness.ReadinessAudit;
import io.github.cachestarter.insight.readiness.ReadinessItem;
import io.github.cachestarter.insight.readiness.ReadinessReport;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import io.github.cachestarter.insight.readiness.ReadinessStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The production checklist: what is ready, what is not, and what to change. Only reads. */
@Endpoint(id = "cachereadiness", defaultAccess = Access.READ_ONLY)
public final class CacheReadinessEndpoint {

    private final ReadinessSource source;

    /** Creates the endpoint. */
    public CacheReadinessEndpoint(ReadinessSource source) {
        this.source = source;
    }

    /** The whole checklist, answered now. */
    @ReadOperation
    public CacheReadinessBody readiness() {
        return body(report());
    }

    ReadinessReport report() {
        return ReadinessAudit.of(source.facts());
    }

    static CacheReadinessBody body(ReadinessReport report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (ReadinessStatus status : ReadinessStatus.values()) {
            counts.put(Label.of(status), report.count(status));
        }
        Map<String, CacheBody> caches = new LinkedHashMap<>();
        report.caches()
                .forEach((name, items) -> caches.put(
                        name, new CacheBody(Label.of(ReadinessReport.verdict(items.stream())), bodies(items))));
        return new CacheReadinessBody(Label.of(report.verdict()), counts, bodies(report.application()), caches);
    }

    private static List<ItemBody> bodies(List<ReadinessItem> items) {
        return items.stream()
                .map(item -> new ItemBody(
                        item.check().id(),
                        Label.of(item.status()),
                        item.accepted(),
                        item.evidence(),
                        item.check().reason(),
                        item.remedy(),
                        item.property(),
                        item.finding()))
                .toList();
    }
}
