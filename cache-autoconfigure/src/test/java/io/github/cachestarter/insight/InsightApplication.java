package io.github.cachestarter.insight;

import static org.mockito.Mockito.mock;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.readiness.FakeReadiness;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.redis.KeyNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application with the starter has, without Redis: caches, their numbers, and a backend the test decides. */
@Configuration(proxyBeanMethods = false)
public class InsightApplication {

    @Bean
    public FakeBackend backend() {
        return new FakeBackend().servers(FakeBackend.server("localhost:6379"));
    }

    @Bean
    public CacheInsight insight() {
        return new CacheInsight();
    }

    @Bean
    public FindingsRegister findings() {
        return new FindingsRegister();
    }

    @Bean
    public FakeReadiness readiness() {
        return new FakeReadiness();
    }

    @Bean
    public TieredCacheManager cacheManager() {
        return new TieredCacheManager(InsightApplication::cache, List.of("products"), true);
    }

    /** A cache that does nothing, with a time-to-live of ten minutes. */
    public static TieredCache cache(String name) {
        CacheSettings settings = new CacheSettings(
                name,
                true,
                "1",
                new TtlSettings(Duration.ofMinutes(10), Duration.ofHours(24), 0.1, Optional.of(Duration.ofSeconds(30))),
                new ValueSettings("json", Optional.empty(), 1 << 20, 10 << 10),
                new LoadSettings(true, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                LocalSettings.DEFAULTS,
                LoadLimitSettings.OFF,
                OnEvictFailure.REPAIR,
                ReplicaSettings.OFF);
        return new TieredCache(
                settings,
                new KeyNames("app", "1", name),
                mock(LoadCoordinator.class),
                Runnable::run,
                Runnable::run,
                System::nanoTime);
    }
}
