package io.github.cachestarter.sample;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Prometheus page holds: the names of its metrics, with their labels and the values these have. */
final class Scrape {

    private static final Pattern SERIES = Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Map<String, Set<String>>> metrics = new HashMap<>();

    Scrape(String page) {
        page.lines().filter(line -> !line.startsWith("#")).forEach(this::add);
    }

    private void add(String line) {
        Matcher series = SERIES.matcher(line);
        if (series.find()) {
            Map<String, Set<String>> labels = metrics.computeIfAbsent(series.group(1), name -> new HashMap<>());
            Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(2));
            }
        }
    }

    Set<String> metrics() {
        return metrics.keySet();
    }

    /** The labels of a metric and their values; empty if there is no such metric. */
    Map<String, Set<String>> labels(String metric) {
        return metrics.getOrDefault(metric, Map.of());
    }
}
