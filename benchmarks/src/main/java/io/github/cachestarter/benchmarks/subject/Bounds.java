package io.github.cachestarter.benchmarks.subject;

import java.time.Duration;

/** The limits that every cache of the comparison is given, so that none wins by keeping less. */
final class Bounds {

    /** Long enough that nothing expires while it is measured. */
    static final Duration TTL = Duration.ofMinutes(30);

    /** More than any benchmark stores, so that eviction by size takes no part. */
    static final int LOCAL_ENTRIES = 2_000_000;

    private Bounds() {}
}
