package io.github.cachestarter.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was measured so far. Not thread-safe. */
public final class Results {

    private final Map<Series, Values> values = new LinkedHashMap<>();
    private final Map<Series, String> notes = new LinkedHashMap<>();

    /** Adds a further value of what is not measured in rounds. */
    public void add(Series series, double value, String unit) {
        add(series, 1, value, unit);
    }

    /** Adds a further value of a round, counted from 1. What is no number is no value. */
    public void add(Series series, int round, double value, String unit) {
        if (Double.isNaN(value)) {
            return;
        }
        Values before = values.getOrDefault(series, Values.none(unit));
        values.put(series, before.and(round, value));
    }

    /** Says something about a series that is no number. */
    public void note(Series series, String text) {
        notes.put(series, text);
    }

    /** The values, if there are any. */
    public Optional<Values> find(Series series) {
        return Optional.ofNullable(values.get(series));
    }

    /** What was said about it. */
    public @Nullable String note(Series series) {
        return notes.get(series);
    }

    /** All series in the order in which they came. */
    public Set<Series> series() {
        return values.keySet();
    }

    /** All operations in the order in which they came. */
    public List<String> operations() {
        return values.keySet().stream().map(Series::operation).distinct().toList();
    }
}
