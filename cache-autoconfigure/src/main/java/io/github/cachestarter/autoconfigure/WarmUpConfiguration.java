package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.warmup.HotKeyRecorder;
import io.github.cachestarter.warmup.WarmUp;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Records the hot keys of this run, and has those of the last one here before the application is ready. */
@Configuration(proxyBeanMethods = false)
class WarmUpConfiguration {

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
                    settings.warmUp(), insight, threads.background().loads(), threads.timer(), System::nanoTime);
            warmUp.run(caches.toWarm(warmers), warmers);
        };
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnRedis.class)
    static class Recording {

        /** Closed before what it writes with. */
        @Bean
        HotKeyRecorder cacheStarterHotKeyRecorder(
                WarmedCaches caches, CacheInsight insight, RedisGateway gateway, CacheThreads threads) {
            HotKeyRecorder recorder = new HotKeyRecorder(caches::recording, insight);
            Executor executor = threads.executor();
            threads.timer().every(HotKeyRecorder.PERIOD, () -> executor.execute(recorder::record));
            return recorder;
        }
    }
}
