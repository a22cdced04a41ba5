package io.github.cachestarter.insight;

/**
 * Weights by reuse distance, up to two thousand million. Buckets are one wide at first and never wider than a thirty-second
 * of what they stand for, which no curve shows. Not thread-safe.
 */
final class DistanceHistogram {

    private static final int PRECISION_BITS = 5;
    private static final int PER_OCTAVE = 1 << PRECISION_BITS;

    private final double[] weights = new double[(Integer.SIZE - PRECISION_BITS) * PER_OCTAVE];
    private double total;

    void add(double distance, double weight) {
        weights[bucket((int) Math.min(distance, Integer.MAX_VALUE))] += weight;
        total += weight;
    }

    /** The weight of all distances. */
    double total() {
        return total;
    }

    /** The weight of distances below this. */
    double below(double distance) {
        int to = (int) Math.min(distance, Integer.MAX_VALUE);
        int last = bucket(to);
        double sum = 0;
        for (int i = 0; i < last; i++) {
            sum += weights[i];
        }
        double from = lowest(last);
        return sum + weights[last] * (Math.min(distance, Integer.MAX_VALUE) - from) / (lowest(last + 1) - from);
    }

    /** What came before counts so much less. */
    void scale(double factor) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factor;
        }
        total *= factor;
    }

    /** Up to {@value #PER_OCTAVE} each value has its bucket; above that an octave has as many. */
    private static int bucket(int value) {
        int shift = Math.max(0, Integer.SIZE - PRECISION_BITS - 1 - Integer.numberOfLeadingZeros(value));
        return (shift << PRECISION_BITS) + (value >>> shift);
    }

    private static double lowest(int bucket) {
        int shift = Math.max(0, (bucket >> PRECISION_BITS) - 1);
        return (double) (long) (bucket - (shift << PRECISION_BITS)) * (1L << shift);
    }
}
