package io.github.cachestarter.insight;

import java.util.function.IntSupplier;
import org.HdrHistogram.AtomicHistogram;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of one kind of duration since the start. Thread-safe, lock-free.
 *
 * <p><b>What it costs.</b> A histogram of a fixed range, 1 us to 60 s with two significant digits, is 21 KB (30 KB from one
 * nanosecond on); nothing is allocated until something is recorded, and nothing grows. Longer durations count as 60 s.
 * Recording is three to five atomic instructions on memory that all threads share: nothing beside a trip to a server, too
 * much beside a hit in the process' own memory. Therefore {@link #recordSampled} takes of the durations below {@link
 * #IN_PROCESS_NANOS} one in {@value #ONE_IN}, chosen at random, with a weight of {@value #ONE_IN}; that leaves all
 * percentiles unbiased, whatever the mix of fast and slow ones. Choosing every 64th would not: it can be in step with the
 * caller's own pattern.
 */
final class Latency {

    /** What is faster than this did not wait for any server: no round trip, not even over loopback, is. */
    static final long IN_PROCESS_NANOS = 2_000;

    static final int ONE_IN = 64;

    private static final long MICRO = 1_000;
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 2;

    private final IntSupplier random;
    private final long lowestNanos;
    private volatile @Nullable AtomicHistogram histogram;

    /** Creates an empty distribution; the random numbers decide which fast durations are recorded. */
    Latency(IntSupplier random) {
        this(random, MICRO);
    }

    private Latency(IntSupplier random, long lowestNanos) {
        this.random = random;
        this.lowestNanos = lowestNanos;
    }

    /** The same for durations far below a microsecond. */
    static Latency ofNanos(IntSupplier random) {
        return new Latency(random, 1);
    }

    /** Records a duration. */
    void record(long nanos) {
        histogram().recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
    }

    /** Records a duration, or a sample of those that never left the process. False: it was one of these. */
    boolean recordSampled(long nanos) {
        if (nanos >= IN_PROCESS_NANOS) {
            record(nanos);
            return true;
        }
        if ((random.getAsInt() & (ONE_IN - 1)) == 0) {
            histogram().recordValueWithCount(Math.max(0, nanos), ONE_IN);
        }
        return false;
    }

    /** The percentiles now; zeros if nothing was recorded. */
    Percentiles percentiles() {
        AtomicHistogram current = histogram;
        return current == null
                ? Percentiles.NONE
                : new Percentiles(micros(current, 50), micros(current, 95), micros(current, 99));
    }

    /** The memory of this distribution in bytes, roughly. */
    int footprint() {
        AtomicHistogram current = histogram;
        return current == null ? 0 : current.getEstimatedFootprintInBytes();
    }

    private AtomicHistogram histogram() {
        AtomicHistogram current = histogram;
        return current != null ? current : create();
    }

    private synchronized AtomicHistogram create() {
        AtomicHistogram current = histogram;
        if (current == null) {
            current = new AtomicHistogram(lowestNanos, HIGHEST_NANOS, SIGNIFICANT_DIGITS);
            histogram = current;
        }
        return current;
    }

    // Read while others record: the count of a bucket is raised before the total is, so the walk always ends in time.
    private double micros(AtomicHistogram histogram, double percentile) {
        double micros = (double) histogram.getValueAtPercentile(percentile) / MICRO;
        return lowestNanos < MICRO && micros < 10 ? micros : Math.floor(micros);
    }
}
