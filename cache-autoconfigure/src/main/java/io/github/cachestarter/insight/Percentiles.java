package io.github.cachestarter.insight;

/**
 * Percentiles in microseconds, exact to two significant digits, rounded down to whole microseconds. The names are those
 * of the insight endpoint's JSON.
 */
public record Percentiles(long p50Micros, long p95Micros, long p99Micros) {

    /** What is known of something that never happened. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0);
}
