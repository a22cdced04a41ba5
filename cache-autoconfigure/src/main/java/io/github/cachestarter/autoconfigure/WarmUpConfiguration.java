package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.warmup.HotKeyRecorder;
import io.github.cachestarter.warmup.WarmUp;
import io.github.cachestarter.warmup.WarmUpOnDemand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Records the hot keys of this run, and has those of the last one here before the application is ready. */
@Configuration(proxyBeanMethods = false)
class WarmUpConfiguration {

    private static final Duration LONGEST_ON_DEMAND = Duration.ofSeconds(10);

    @Bean
    WarmedCaches cacheStarterWarmedCaches(
            StarterSettings settings,
            TieredCacheManager manager,
            ObjectProvider<RedisGateway> gateway,
            ObjectProvider<InvalidationBus> bus,
            ObjectProvider<CacheWarmer> warmers) {
        return new WarmedCaches(
                settings,
                manager,
                gateway.getIfAvailable(),
                bus.getIfAvailable(),
                () -> warmers.orderedStream().toList());
    }

    /**
     * Spring Boot says that an application accepts traffic when its runners have returned. The last of them: what a warmer
     * loads may be what another runner has set up. Nobody who asks for the one runner of the application is to get this one.
     */
    @Bean(autowireCandidate = false)
    @Order(Ordered.LOWEST_PRECEDENCE)
    ApplicationRunner cacheStarterWarmUp(
            WarmedCaches caches, StarterSettings settings, CacheInsight insight, CacheThreads threads) {
        return arguments -> {
            if (settings.warmUp().maxWait().isZero()) {
                return;
            }
            List<CacheWarmer> warmers = caches.warmers();
            WarmUp warmUp = new WarmUp(
                    settings.warmUp(),
                    insight::warmed,
                    threads.background().loads(),
                    threads.timer(),
                    System::nanoTime);
            warmUp.run(caches.toWarm(warmers), warmers);
        };
    }

    /** Also where nothing is to be done at the start. */
    @Bean
    WarmUpOnDemand cacheStarterWarmUpOnDemand(WarmedCaches caches, StarterSettings settings, CacheThreads threads) {
        Duration most = settings.warmUp().maxWait();
        WarmUp.Limits limits = new WarmUp.Limits(
                most.isZero() ? LONGEST_ON_DEMAND : most, settings.warmUp().concurrency());
        return new WarmUpOnDemand(
                caches::find,
                caches::warmers,
                new WarmUp(limits, result -> {}, threads.background().loads(), threads.timer(), System::nanoTime));
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnRedis.class)
    static class Recording {

        /** Closed before what it writes with. Nobody asks for it, so that a lazy application would never have it. */
        @Bean
        @Lazy(false)
        HotKeyRecorder cacheStarterHotKeyRecorder(
                WarmedCaches caches,
                CacheInsight insight,
                Findings findings,
                RedisGateway gateway,
                CacheThreads threads) {
            HotKeyRecorder recorder = new HotKeyRecorder(caches::recording, insight, findings);
            Executor executor = threads.executor();
            threads.timer().every(HotKeyRecorder.PERIOD, () -> executor.execute(recorder::record));
            return recorder;
        }
    }
}
