package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.remote.RemoteStore;

/** Wraps the parts of a cache that traces are to show. Thread-safe. */
interface CacheTracing {

    /** Nobody traces: the parts stay as they are. */
    CacheTracing NONE = new CacheTracing() {};

    /** The way to the remote tier of a cache. */
    default RemoteStore observed(String cache, RemoteStore store) {
        return store;
    }

    /** What loads the values of a cache. */
    default LoadCoordinator observed(String cache, LoadCoordinator loads) {
        return loads;
    }
}
