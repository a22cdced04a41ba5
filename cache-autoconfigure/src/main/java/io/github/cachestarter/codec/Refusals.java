package io.github.cachestarter.codec;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The values of one cache that were refused: one finding for each class or field the first time, a count for each time.
 * Refused means local: the caller goes on without storing remotely. Thread-safe.
 */
final class Refusals {

    private static final String CODE = "value-refused";

    /** More places than that are counted as one, so that generated classes do not fill the memory. */
    private static final int MAX_PLACES = 100;

    private static final String OTHERS = "others";

    private final String cache;
    private final Findings findings;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Refusals(String cache, Findings findings) {
        this.cache = cache;
        this.findings = findings;
    }

    /** Reports a type that no value of which will be stored, before there is a value. */
    void announce(RefusedValueException refusal) {
        count(refusal);
    }

    /** Counts a refused value, and reports it if it is the first of its place. */
    RefusedValueException refused(RefusedValueException refusal) {
        count(refusal).increment();
        return refusal;
    }

    /** How many values were refused, by class or field, in alphabetical order. */
    Map<String, Long> counts() {
        Map<String, Long> snapshot = new TreeMap<>();
        counts.forEach((where, count) -> snapshot.put(where, count.sum()));
        return Collections.unmodifiableMap(snapshot);
    }

    private LongAdder count(RefusedValueException refusal) {
        LongAdder known = counts.get(refusal.where());
        if (known != null) {
            return known;
        }
        if (counts.size() >= MAX_PLACES) {
            return counts.computeIfAbsent(OTHERS, where -> new LongAdder());
        }
        LongAdder mine = new LongAdder();
        LongAdder earlier = counts.putIfAbsent(refusal.where(), mine);
        if (earlier != null) {
            return earlier;
        }
        findings.report(finding(refusal));
        return mine;
    }

    private Finding finding(RefusedValueException refusal) {
        return new Finding(
                Severity.WARN,
                CODE,
                "cache '" + cache + "': " + refusal.where(),
                "Not stored in Redis, so every instance loads it by itself: " + refusal.getMessage(),
                refusal.remedy());
    }
}
