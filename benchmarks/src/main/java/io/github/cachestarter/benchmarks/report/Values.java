package io.github.cachestarter.benchmarks.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What one series gave, one value for each round, or for each iteration of the only one, in their order.
 *
 * @param unit of every value
 * @param values at least one
 */
public record Values(String unit, List<Double> values) {

    public Values {
        values = List.copyOf(values);
    }

    /** The middle one. */
    public double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** From the smallest to the largest, as text. */
    public String spread() {
        return values.size() == 1 ? "" : text(Collections.min(values)) + " .. " + text(Collections.max(values));
    }

    /** The middle one as text. */
    public String middle() {
        return text(median());
    }

    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
