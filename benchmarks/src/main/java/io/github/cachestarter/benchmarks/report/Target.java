package io.github.cachestarter.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A promise about one series beside others of the same rounds, so that it means the same on every machine.
 *
 * @param title what the reader knows it as
 * @param measured what is to be small
 * @param references what it is compared with; of several the best one of each round counts
 * @param comparison how it is compared
 * @param limit the largest value that keeps the promise
 */
record Target(String title, Series measured, List<Series> references, Comparison comparison, double limit) {

    /** How a value is set beside its reference. */
    enum Comparison {
        /** So many times the reference. */
        RATIO,
        /** So much more than the reference, or than nothing if there is none. */
        DIFFERENCE
    }

    /** The compared value of each round; empty if something was not measured. */
    Optional<Values> outcome(Results results) {
        Optional<Values> own = results.find(measured);
        List<Values> others = references.stream()
                .flatMap(series -> results.find(series).stream())
                .toList();
        if (own.isEmpty() || others.size() < references.size()) {
            return Optional.empty();
        }
        List<Double> values = own.get().values();
        int rounds = others.stream().mapToInt(other -> other.values().size()).reduce(values.size(), Math::min);
        String unit = comparison == Comparison.RATIO ? "times" : own.get().unit();
        return Optional.of(new Values(
                unit,
                IntStream.range(0, rounds)
                        .mapToObj(round -> compare(values.get(round), others, round))
                        .toList()));
    }

    private double compare(double value, List<Values> others, int round) {
        double best = others.stream()
                .mapToDouble(other -> other.values().get(round))
                .min()
                .orElse(0);
        return comparison == Comparison.RATIO ? value / best : value - best;
    }
}
