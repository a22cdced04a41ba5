package io.github.cachestarter.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A promise about one series beside others of the same run, so that it means the same on every machine.
 *
 * <p>What is compared are medians: of each round if there are several, of which the middle one counts; of all values if there
 * is one round. Single values are not paired, since those of two contenders lie minutes apart. So the spread of one round
 * goes from the smallest value beside the largest of the other to the opposite.
 *
 * @param title what the reader knows it as
 * @param measured what is to be small
 * @param references what it is compared with; of several the one with the smallest median counts
 * @param comparison how it is compared
 * @param limit the largest value that keeps the promise
 */
record Target(String title, Series measured, List<Series> references, Comparison comparison, double limit) {

    /** How a value is set beside its reference. */
    enum Comparison {
        /** So many times the reference. */
        RATIO,
        /** So much more than the reference, or than nothing if there is none. */
        DIFFERENCE;

        double of(double value, double reference) {
            return this == RATIO ? value / reference : value - reference;
        }
    }

    /** What came out; empty if something was not measured. */
    Optional<Outcome> outcome(Results results) {
        Optional<Values> own = results.find(measured);
        List<Values> others = references.stream()
                .flatMap(series -> results.find(series).stream())
                .toList();
        if (own.isEmpty() || others.size() < references.size()) {
            return Optional.empty();
        }
        SortedSet<Integer> rounds = new TreeSet<>(own.get().rounds().keySet());
        others.forEach(other -> rounds.retainAll(other.rounds().keySet()));
        List<Outcome> outcomes =
                rounds.stream().map(round -> compare(own.get(), others, round)).toList();
        return outcomes.size() < 2 ? outcomes.stream().findFirst() : Optional.of(Outcome.of(outcomes));
    }

    private Outcome compare(Values own, List<Values> others, int round) {
        Values measured = own.in(round);
        Values best = others.stream()
                .map(other -> other.in(round))
                .min(Comparator.comparingDouble(Values::median))
                .orElse(Values.none(own.unit()).and(round, 0));
        return new Outcome(
                comparison == Comparison.RATIO ? "times" : own.unit(),
                comparison.of(measured.median(), best.median()),
                comparison.of(measured.smallest(), best.largest()),
                comparison.of(measured.largest(), best.smallest()));
    }
}
