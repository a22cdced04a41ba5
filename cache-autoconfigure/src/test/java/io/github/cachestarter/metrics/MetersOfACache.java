package io.github.cachestarter.metrics;

import static org.mockito.Mockito.mock;

import io.github.cachestarter.Findings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.InsightApplication;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/** A manager whose caches have meters, wired as an application has it. */
final class MetersOfACache {

    private final LocalTiers locals = new LocalTiers(new LocalTimes(() -> 0, () -> 0, key -> false), Findings.NO_OP);
    final LocalTier local = locals.create("products", now -> true, LocalSettings.DEFAULTS, mock(EntryCodec.class));
    final CacheInsight insight = new CacheInsight(locals::of);
    final TieredCacheManager manager = new TieredCacheManager(InsightApplication::cache, List.of("products"), true);

    MetersOfACache(MeterRegistry registry) {
        CacheMetricsRegistrar standard =
                new CacheMetricsRegistrar(registry, List.of(new TieredCacheMeterBinderProvider(insight)));
        manager.addListener(new CacheMeters(registry, insight, standard, "cacheManager"));
    }
}
