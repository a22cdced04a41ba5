package io.github.cachestarter.benchmarks.report;

import java.util.List;

/**
 * How one series came out beside another.
 *
 * @param unit of all three
 * @param middle what counts
 * @param from the smallest that can be read from the same measurement
 * @param to the largest
 */
record Outcome(String unit, double middle, double from, double to) {

    /** Of several rounds: the middle one of them counts. */
    static Outcome of(List<Outcome> rounds) {
        List<Double> sorted = rounds.stream().map(Outcome::middle).sorted().toList();
        return new Outcome(rounds.get(0).unit(), Values.median(sorted), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    String spread() {
        return from == to ? "" : Values.text(from) + " .. " + Values.text(to);
    }
}
