package io.github.cachestarter.metrics;

import static org.mockito.Mockito.mock;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.redis.KeyNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

/** A manager whose caches have meters, wired as an application has it. */
final class MetersOfACache {

    final CacheInsight insight = new CacheInsight();
    final TieredCacheManager manager = new TieredCacheManager(MetersOfACache::cache, List.of("products"), true);

    MetersOfACache(MeterRegistry registry) {
        CacheMetricsRegistrar standard =
                new CacheMetricsRegistrar(registry, List.of(new TieredCacheMeterBinderProvider(insight)));
        manager.addListener(new CacheMeters(registry, insight, standard, "cacheManager"));
    }

    static TieredCache cache(String name) {
        CacheSettings settings = new CacheSettings(
                name,
                true,
                "1",
                new TtlSettings(Duration.ofMinutes(5), Duration.ofHours(24), 0.1, Optional.empty()),
                new ValueSettings("json", Optional.empty(), 1 << 20, 10 << 10),
                new LoadSettings(true, Duration.ofSeconds(10), Duration.ofSeconds(5)));
        return new TieredCache(
                settings, new KeyNames("app", "1", name), mock(LoadCoordinator.class), Runnable::run, System::nanoTime);
    }
}
