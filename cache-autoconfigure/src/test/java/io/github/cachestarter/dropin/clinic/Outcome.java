package io.github.cachestarter.dropin.clinic;

import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;

/**
 * What came of a call.
 *
 * @param loads how many bodies and statements ran for it
 */
public record Outcome(Object value, Throwable failure, int loads) {

    /** What is different in another outcome; empty: nothing that a caller could notice. */
    public String differenceTo(Outcome copy) {
        if (failure != null || copy.failure != null) {
            String mine = String.valueOf(failure);
            String theirs = String.valueOf(copy.failure);
            return mine.equals(theirs) ? "" : mine + " <> " + theirs;
        }
        Verdict verdict = GraphComparer.compare(value, copy.value);
        return verdict instanceof Verdict.Same ? "" : verdict.toString();
    }
}
