package io.github.cachestarter.insight.readiness;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the audit found. Immutable.
 *
 * @param application what concerns all caches
 * @param caches the items of every cache, by its name, sorted
 */
public record ReadinessReport(List<ReadinessItem> application, Map<String, List<ReadinessItem>> caches) {

    public ReadinessReport {
        application = List.copyOf(application);
        caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
    }

    /** All items. */
    public Stream<ReadinessItem> items() {
        return Stream.concat(application.stream(), caches.values().stream().flatMap(Collection::stream));
    }

    /** The worst of all that nobody accepted. */
    public ReadinessStatus verdict() {
        return verdict(items());
    }

    /** The worst of these that nobody accepted. */
    public static ReadinessStatus verdict(Stream<ReadinessItem> items) {
        return items.filter(item -> !item.accepted())
                .map(ReadinessItem::status)
                .max(Comparator.naturalOrder())
                .orElse(ReadinessStatus.PASS);
    }

    /** How many items have this status; accepted ones are left out. */
    public long count(ReadinessStatus status) {
        return items().filter(item -> !item.accepted() && item.status() == status)
                .count();
    }
}
