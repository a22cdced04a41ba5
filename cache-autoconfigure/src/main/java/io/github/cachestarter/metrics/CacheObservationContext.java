package io.github.cachestarter.metrics;

import io.micrometer.observation.Observation;

/** What is known of one observed operation of a cache. Holds no key and no value, so that nothing can show them. */
public final class CacheObservationContext extends Observation.Context {

    private final String cache;
    private final Operation operation;
    private volatile Result result = Result.NONE;

    CacheObservationContext(String cache, Operation operation) {
        this.cache = cache;
        this.operation = operation;
    }

    /** The cache's name. */
    public String cache() {
        return cache;
    }

    /** What is being done. */
    public Operation operation() {
        return operation;
    }

    /** How it ended; {@link Result#NONE} until it has. */
    public Result result() {
        return result;
    }

    void result(Result ended) {
        this.result = ended;
    }

    /** What is observed. */
    public enum Operation {
        /** A run of the cached method or loader. */
        LOAD,
        /** A read from the remote tier. */
        GET,
        /** The eviction of a key from the remote tier. */
        EVICT
    }

    /** How an operation ended. */
    public enum Result {
        /** Not yet. */
        NONE,
        HIT,
        MISS,
        SUCCESS,
        FAILURE
    }
}
