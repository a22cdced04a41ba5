package io.github.cachestarter.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one series gave. Immutable.
 *
 * @param unit of every value
 * @param rounds the values of each round; a round in which it failed is missing
 */
public record Values(String unit, SortedMap<Integer, List<Double>> rounds) {

    public Values {
        SortedMap<Integer, List<Double>> copy = new TreeMap<>();
        rounds.forEach((round, values) -> copy.put(round, List.copyOf(values)));
        rounds = Collections.unmodifiableSortedMap(copy);
    }

    /** None yet. */
    static Values none(String unit) {
        return new Values(unit, new TreeMap<>());
    }

    /** With one more. */
    Values and(int round, double value) {
        SortedMap<Integer, List<Double>> more = new TreeMap<>(rounds);
        List<Double> values = new ArrayList<>(more.getOrDefault(round, List.of()));
        values.add(value);
        more.put(round, values);
        return new Values(unit, more);
    }

    /** Those of one round alone, which must not be missing. */
    Values in(int round) {
        return new Values(unit, rounds.subMap(round, round + 1));
    }

    /** The middle one of all rounds. */
    public double median() {
        return median(sorted());
    }

    /** The smallest one of all rounds. */
    double smallest() {
        return sorted().get(0);
    }

    /** The largest one of all rounds. */
    double largest() {
        List<Double> sorted = sorted();
        return sorted.get(sorted.size() - 1);
    }

    /** From the smallest to the largest, as text. */
    String spread() {
        return smallest() == largest() ? "" : text(smallest()) + " .. " + text(largest());
    }

    /** The middle one as text. */
    String middle() {
        return text(median());
    }

    /** The middle one with its unit. */
    String middleWithUnit() {
        return middle() + " " + unit;
    }

    /** The middle one, or the mean of both in the middle. */
    static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private List<Double> sorted() {
        return rounds.values().stream().flatMap(List::stream).sorted().toList();
    }
}
