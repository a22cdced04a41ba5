package io.github.cachestarter.metrics;

import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.CacheInsight;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/** Tells Spring Boot how the standard meters of a cache are had. Thread-safe. */
public final class TieredCacheMeterBinderProvider implements CacheMeterBinderProvider<TieredCache> {

    private final CacheInsight insight;

    /** Creates a provider over these statistics. */
    public TieredCacheMeterBinderProvider(CacheInsight insight) {
        this.insight = insight;
    }

    @Override
    public MeterBinder getMeterBinder(TieredCache cache, Iterable<Tag> tags) {
        return new StandardCacheMeters(insight.forCache(cache.getName()), tags);
    }
}
