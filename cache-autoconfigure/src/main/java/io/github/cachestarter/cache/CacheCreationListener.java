package io.github.cachestarter.cache;

/** Hears of every cache of a {@link TieredCacheManager}, also of those created long after the start. */
@FunctionalInterface
public interface CacheCreationListener {

    /** A cache is there. Called once per cache, before anybody gets it; what this throws is logged and ignored. */
    void created(TieredCache cache);
}
