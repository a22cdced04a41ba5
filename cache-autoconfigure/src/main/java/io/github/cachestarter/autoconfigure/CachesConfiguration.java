package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.load.WaitGraph;
import io.github.cachestarter.load.Waiting;
import io.github.cachestarter.redis.RedisGateway;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The manager and what its caches are made of. */
@Configuration(proxyBeanMethods = false)
class CachesConfiguration {

    @Bean
    CacheThreads cacheStarterThreads() {
        return new CacheThreads();
    }

    @Bean
    LoadRuntime cacheStarterLoadRuntime(CacheThreads threads) {
        return new LoadRuntime(
                threads.executor(),
                Waiting.polling(),
                new WaitGraph(),
                System::nanoTime,
                Clock.systemUTC(),
                new SecureRandom());
    }

    @Bean
    CacheAssembly cacheStarterAssembly(
            CacheAssembly.Settings settings,
            RedisGateway gateway,
            LoadRuntime runtime,
            Findings findings,
            FailureReporters failures,
            ObjectProvider<CacheListenerFactory> listeners) {
        CacheAssembly.Reporting reporting = new CacheAssembly.Reporting(
                findings, failures, listeners.orderedStream().toList());
        return new CacheAssembly(settings, gateway, runtime, reporting);
    }

    /** Boot's own cache configuration, which provides this otherwise, stands back. */
    @Bean
    @ConditionalOnMissingBean
    CacheManagerCustomizers cacheManagerCustomizers(ObjectProvider<CacheManagerCustomizer<?>> customizers) {
        return new CacheManagerCustomizers(customizers.orderedStream().toList());
    }

    @Bean
    TieredCacheManager cacheManager(
            CacheAssembly assembly, StarterSettings settings, CacheManagerCustomizers customizers) {
        return customizers.customize(
                new TieredCacheManager(assembly::create, settings.cacheNames(), settings.createOnDemand()));
    }
}
