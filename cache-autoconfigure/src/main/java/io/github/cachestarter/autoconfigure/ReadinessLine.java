package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.insight.readiness.ReadinessItem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the log says of one finding of the audit: to be changed in the same way for one cache or for many, of which each may have
 * its own evidence. Not thread-safe.
 */
final class ReadinessLine {

    /** More caches than these are named without their evidence, which the endpoint has. */
    private static final int MOST_EVIDENCE = 3;

    private final List<String> caches = new ArrayList<>();
    private final List<ReadinessItem> items = new ArrayList<>();
    private final Set<String> properties = new LinkedHashSet<>();
    private final String otherwise;

    /** Creates the line of a finding about caches. */
    ReadinessLine() {
        this.otherwise = "";
    }

    /** Creates the line of a finding that is about something else. */
    ReadinessLine(String subject, ReadinessItem item) {
        this.otherwise = subject;
        items.add(item);
        if (item.property() != null) {
            properties.add(item.property());
        }
    }

    /** What has to be the same, so that it is one finding. */
    static String finding(ReadinessItem item) {
        return item.check().id() + ' ' + item.status() + ' ' + item.remedy();
    }

    void add(String cache, ReadinessItem item) {
        caches.add(cache);
        items.add(item);
        if (item.property() != null) {
            properties.add(item.property());
        }
    }

    String text() {
        ReadinessItem first = items.get(0);
        return "Cache readiness, " + subject() + ", " + first.check().id() + " "
                + first.status().name() + ": " + evidence() + ". " + first.remedy() + property();
    }

    private String subject() {
        if (caches.isEmpty()) {
            return otherwise;
        }
        String names = caches.stream().map(ReadinessLine::quoted).collect(Collectors.joining(", "));
        return caches.size() == 1 ? "cache " + names : caches.size() + " caches (" + names + ")";
    }

    private String evidence() {
        if (items.stream().map(ReadinessItem::evidence).distinct().count() == 1) {
            return items.get(0).evidence();
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < Math.min(MOST_EVIDENCE, items.size()); i++) {
            all.append(i == 0 ? "" : "; ")
                    .append(quoted(caches.get(i)))
                    .append(": ")
                    .append(items.get(i).evidence());
        }
        return all + (items.size() > MOST_EVIDENCE ? "; and so on" : "");
    }

    /** Of several caches the name is left open. */
    private String property() {
        if (properties.isEmpty()) {
            return "";
        }
        Set<String> open = new LinkedHashSet<>(properties);
        if (caches.size() > 1) {
            open.clear();
            for (String property : properties) {
                open.add(withoutName(property));
            }
        }
        return " (" + String.join(", ", open) + ")";
    }

    private String withoutName(String property) {
        for (String cache : caches) {
            String open = property.replace("." + cache + ".", ".<name>.").replace("[" + cache + "].", ".<name>.");
            if (!open.equals(property)) {
                return open;
            }
        }
        return property;
    }

    private static String quoted(String cache) {
        return "'" + cache + "'";
    }
}
