package io.github.cachestarter.metrics;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.InsightApplication;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/** A manager whose caches have meters, wired as an application has it. */
final class MetersOfACache {

    final CacheInsight insight = new CacheInsight();
    final TieredCacheManager manager = new TieredCacheManager(InsightApplication::cache, List.of("products"), true);

    MetersOfACache(MeterRegistry registry) {
        CacheMetricsRegistrar standard =
                new CacheMetricsRegistrar(registry, List.of(new TieredCacheMeterBinderProvider(insight)));
        manager.addListener(new CacheMeters(registry, insight, standard, "cacheManager"));
    }
}
