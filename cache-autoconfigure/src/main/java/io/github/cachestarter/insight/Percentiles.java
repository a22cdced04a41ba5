package io.github.cachestarter.insight;

/**
 * Percentiles in microseconds, exact to two significant digits. What happens in the process is told in fractions of a
 * microsecond, all else in whole ones. The names are those of the insight endpoint's JSON.
 */
public record Percentiles(double p50Micros, double p95Micros, double p99Micros) {

    /** What is known of something that never happened. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0);
}
