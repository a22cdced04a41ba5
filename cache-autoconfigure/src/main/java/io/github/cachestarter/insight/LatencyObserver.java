package io.github.cachestarter.insight;

/**
 * Is handed single durations as they happen, for those who keep distributions of their own. Called on the caller's
 * thread: implementations are thread-safe, fast and never throw.
 */
@FunctionalInterface
public interface LatencyObserver {

    /** An observer for those who do not care. */
    LatencyObserver NO_OP = (timing, nanos) -> {};

    /**
     * Something took this long. Hits that never left the process ({@link Timing#LOCAL_HIT}, and those faster than {@link
     * Latency#IN_PROCESS_NANOS}) are not handed on: there are too many of them.
     */
    void observed(Timing timing, long nanos);
}
