package io.github.cachestarter.insight;

/** What is timed in a cache. */
public enum Timing {
    /** A read that the memory of this process answered; only a few are timed. */
    LOCAL_HIT,
    /** A read that the remote tier answered. */
    HIT,
    /** A read that found nothing; the lookup alone, without the load. */
    MISS,
    /** A run of the method or loader that returned. */
    LOAD,
    /** A run of the method or loader that threw. */
    LOAD_FAILURE,
    /** A value stored. */
    PUT,
    /** A key evicted. */
    EVICT
}
