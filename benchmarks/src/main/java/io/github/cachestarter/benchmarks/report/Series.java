package io.github.cachestarter.benchmarks.report;

import io.github.cachestarter.benchmarks.subject.Contender;
import org.jspecify.annotations.Nullable;

/**
 * What one row of values is about.
 *
 * @param operation what was done, and after a colon what was looked at if not the time: {@code LocalHit.get:bytes}
 * @param contender who did it; null for what belongs to nobody, such as a raw round trip
 * @param variant what differs from the usual case, such as {@code 16 threads}; empty for the usual one
 */
public record Series(String operation, @Nullable Contender contender, String variant) {

    /** The usual case. */
    public static Series of(String operation, @Nullable Contender contender) {
        return new Series(operation, contender, "");
    }
}
