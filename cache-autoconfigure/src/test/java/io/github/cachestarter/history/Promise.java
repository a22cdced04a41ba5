package io.github.cachestarter.history;

import java.time.Duration;

/**
 * For how long after a change has returned normally a read that begins may still give something older. On the instance
 * that made the change: never, whatever happens.
 *
 * @param evict after an evict or a put, on other instances
 * @param clear after a clear, on other instances: its marker travels by message in every mode
 * @param outage on other instances, for reads while their own breaker is open: what the local tier answers then is at
 *     most this old, counted from the begin of its load
 */
record Promise(Duration evict, Duration clear, Duration outage) {

    /** Without a local tier. */
    static Promise remote(Duration staleness) {
        return new Promise(Duration.ZERO, staleness, Duration.ZERO);
    }

    /** With a local tier. */
    static Promise tiered(Duration staleness, Duration outage) {
        return new Promise(staleness, staleness, outage);
    }

    /** How long the change may stay unseen by the read. */
    long nanos(Operation change, Operation read) {
        if (change.instance() == read.instance()) {
            return 0;
        }
        Duration calm = change.kind() == Operation.Kind.CLEAR ? clear : evict;
        return (read.outage() && outage.compareTo(calm) > 0 ? outage : calm).toNanos();
    }

    /** Whether the read has to see the change at all; one that failed and was reported, on its own instance alone. */
    boolean binds(Operation change, Operation read) {
        return change.outcome() == Operation.Outcome.DONE
                || (change.outcome() == Operation.Outcome.UNKNOWN && change.instance() == read.instance());
    }
}
