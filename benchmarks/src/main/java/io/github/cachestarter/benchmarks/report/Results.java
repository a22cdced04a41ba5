package io.github.cachestarter.benchmarks.report;

import java.util.ArrayList;
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

    /** Adds the value of a further round, or iteration. */
    public void add(Series series, double value, String unit) {
        List<Double> all = new ArrayList<>(find(series).map(Values::values).orElse(List.of()));
        all.add(value);
        values.put(series, new Values(unit, all));
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
