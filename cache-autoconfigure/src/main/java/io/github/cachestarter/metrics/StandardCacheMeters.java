package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.CacheStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters that every cache of a Spring Boot application has: {@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions}. The size of a remote cache is not known without counting its keys, so there is no
 * {@code cache.size}.
 */
final class StandardCacheMeters extends CacheMeterBinder<CacheStatistics> {

    // The registry and this class hold it weakly on purpose; the insight holds it as long as there is the cache.
    StandardCacheMeters(CacheStatistics statistics, Iterable<Tag> tags) {
        super(statistics, statistics.name(), tags);
    }

    @Override
    protected @Nullable Long size() {
        return null;
    }

    @Override
    protected long hitCount() {
        CacheStatistics statistics = getCache();
        return statistics == null ? 0 : statistics.hits();
    }

    @Override
    protected Long missCount() {
        CacheStatistics statistics = getCache();
        return statistics == null ? 0L : statistics.misses();
    }

    @Override
    protected Long evictionCount() {
        CacheStatistics statistics = getCache();
        return statistics == null ? 0L : statistics.evictions();
    }

    @Override
    protected long putCount() {
        CacheStatistics statistics = getCache();
        return statistics == null ? 0 : statistics.puts();
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {}
}
