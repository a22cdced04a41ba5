package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.CacheStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The meters that every cache of a Spring Boot application has: {@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions}, and {@code cache.size} for what lies in this process. How much lies in Redis is not known without
 * counting keys.
 */
final class StandardCacheMeters extends CacheMeterBinder<CacheStatistics> {

    // The registry and this class hold it weakly on purpose; the insight holds it as long as there is the cache.
    StandardCacheMeters(CacheStatistics statistics, Iterable<Tag> tags) {
        super(statistics, statistics.name(), tags);
    }

    @Override
    protected @Nullable Long size() {
        CacheStatistics statistics = getCache();
        OptionalLong entries = statistics == null ? OptionalLong.empty() : statistics.localEntries();
        return entries.isPresent() ? entries.getAsLong() : null;
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
