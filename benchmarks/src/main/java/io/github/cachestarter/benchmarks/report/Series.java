package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one row of values is about.
 *
 * @param operation what was done, and after a colon what was looked at if not the time: {@code LocalHit.get:bytes}
 * @param contender who did it; null for what belongs to nobody, such as a raw round trip
 * @param variant what differs from the usual case, such as {@code 16 threads}; empty for the usual one
 */
public record Series(String operation, @Nullable Contender contender, String variant) {

    static final String LOCAL_HIT = "LocalHit.get";
    static final String REMOTE_HIT = "RemoteHit.get";
    static final String SIXTEEN_THREADS = "16 threads";

    /** First by threads, then by entries, so that a reader sees how something grows. */
    static final Comparator<Series> BY_SIZE = Comparator.comparing(Series::operation)
            .thenComparing(series -> series.variant.contains("entries"))
            .thenComparing(Series::size);

    private static final Set<String> GROWING = Set.of(LOCAL_HIT, REMOTE_HIT);

    /** The usual case. */
    public static Series of(String operation, @Nullable Contender contender) {
        return new Series(operation, contender, "");
    }

    /** The same for somebody else. */
    Series with(@Nullable Contender other) {
        return new Series(operation, other, variant);
    }

    /** The bytes that it allocates. */
    public Series bytes() {
        return new Series(operation + ":bytes", contender, variant);
    }

    /** Whether only the question of growth asks for this case. */
    boolean grown() {
        boolean usual = variant.isEmpty() || (operation.equals(REMOTE_HIT) && variant.equals(SIXTEEN_THREADS));
        return GROWING.contains(operation) && !usual;
    }

    /** The variant as a reader is to see it: a power of ten instead of many zeros. */
    String shown() {
        int zeros = variant.lastIndexOf("0 ") - variant.indexOf('0') + 1;
        return variant.matches("10+ entries") ? "10^" + zeros + " entries" : variant;
    }

    /** The number that the variant begins with. */
    private int size() {
        String digits = variant.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
