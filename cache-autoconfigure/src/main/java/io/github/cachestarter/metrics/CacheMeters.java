package io.github.cachestarter.metrics;

import io.github.cachestarter.cache.CacheCreationListener;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/**
 * Gives every cache its meters when it is created. Spring Boot gives the standard ones only to the caches that exist at
 * the start; here the later ones get them too, through Boot's own registrar and with the tags it uses. Thread-safe.
 */
public final class CacheMeters implements CacheCreationListener {

    private final MeterRegistry registry;
    private final CacheInsight insight;
    private final @Nullable CacheMetricsRegistrar standard;
    private final Tag manager;

    /**
     * Creates the listener.
     *
     * @param standard registers the standard meters; null: the application has switched them off
     * @param managerName the name of the cache manager as Spring Boot has it in the tag {@code cache.manager}
     */
    public CacheMeters(
            MeterRegistry registry,
            CacheInsight insight,
            @Nullable CacheMetricsRegistrar standard,
            String managerName) {
        this.registry = registry;
        this.insight = insight;
        this.standard = standard;
        this.manager = Tag.of("cache.manager", managerName);
    }

    @Override
    public void created(TieredCache cache) {
        CacheStatistics statistics = insight.forCache(cache.getName());
        new CacheCounters(statistics).bindTo(registry);
        statistics.observe(new CacheTimers(registry, cache.getName()));
        if (standard != null && !bound(cache)) {
            standard.bindCacheToRegistry(cache, manager);
        }
    }

    // Boot has bound the caches that existed at the start; Micrometer warns about a second time.
    private boolean bound(TieredCache cache) {
        Tags tags = Tags.of(manager, Tag.of("name", cache.getName()));
        return registry.find("cache.gets").tags(tags).meter() != null;
    }
}
