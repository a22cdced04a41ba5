package io.github.cachestarter;

/** Gives every cache its listener, also the caches that are created long after the start. Thread-safe. */
@FunctionalInterface
public interface CacheListenerFactory {

    /** A factory for those who do not care. */
    CacheListenerFactory NO_OP = name -> CacheListener.NO_OP;

    /** The listener of a cache; the same one whenever it is asked for the same name. */
    CacheListener forCache(String name);
}
