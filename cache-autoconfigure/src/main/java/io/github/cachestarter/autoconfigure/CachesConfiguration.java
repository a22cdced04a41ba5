package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.load.HeardWaiting;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.load.Renewals;
import io.github.cachestarter.load.WaitGraph;
import io.github.cachestarter.load.Waiting;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import io.github.cachestarter.redis.RedisAccess;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
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
    LoadRuntime cacheStarterLoadRuntime(CacheThreads threads, ObjectProvider<HeardWaiting> heard) {
        Waiting waiting = heard.getIfAvailable();
        return new LoadRuntime(
                threads.executor(),
                waiting != null ? waiting : Waiting.polling(),
                new WaitGraph(),
                new Renewals(threads.timer(), threads.executor(), System::nanoTime),
                System::nanoTime,
                Clock.systemUTC(),
                random());
    }

    /** Each thread has its own, so that none waits for another; only what they begin with has to be unpredictable. */
    private static RandomGenerator random() {
        SecureRandom seeds = new SecureRandom();
        ThreadLocal<SplittableRandom> own = ThreadLocal.withInitial(() -> new SplittableRandom(seeds.nextLong()));
        return () -> own.get().nextLong();
    }

    @Bean
    LocalTiers cacheStarterLocalTiers(ObjectProvider<RedisAccess> redis, Findings findings) {
        RedisAccess access = redis.getIfAvailable();
        LocalTimes times = new LocalTimes(
                System::nanoTime, System::currentTimeMillis, key -> access != null && access.givenUp(key.bytes()));
        return new LocalTiers(times, findings);
    }

    @Bean
    CacheAssembly.Memory cacheStarterMemory(LocalTiers local, ObjectProvider<RemoteTiers> remote) {
        return new CacheAssembly.Memory(local, remote.getIfAvailable());
    }

    @Bean
    CacheAssembly.Loading cacheStarterLoading(CacheThreads threads, ObjectProvider<CacheTtlResolver> resolvers) {
        return new CacheAssembly.Loading(
                threads.background(), new TtlResolvers(resolvers.orderedStream().toList()));
    }

    @Bean
    CacheAssembly.Reporting cacheStarterReporting(
            Findings findings,
            FailureReporters failures,
            ObjectProvider<CacheListenerFactory> listeners,
            ObjectProvider<CacheTracing> tracing) {
        return new CacheAssembly.Reporting(
                findings,
                failures,
                listeners.orderedStream().toList(),
                tracing.getIfAvailable(() -> CacheTracing.NONE));
    }

    @Bean
    CacheAssembly cacheStarterAssembly(
            CacheAssembly.Settings settings,
            CacheAssembly.Memory memory,
            LoadRuntime runtime,
            CacheAssembly.Loading loading,
            CacheAssembly.Reporting reporting) {
        return new CacheAssembly(settings, memory, runtime, loading, reporting);
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
