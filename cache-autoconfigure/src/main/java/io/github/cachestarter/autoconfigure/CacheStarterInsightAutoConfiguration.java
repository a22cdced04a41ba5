package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.NoBackend;
import io.github.cachestarter.insight.RedisBackend;
import io.github.cachestarter.insight.ServerSampling;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.remote.SharedResult;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What meters, endpoint and health have in common. Needs neither Actuator nor Micrometer. */
@AutoConfiguration(after = CacheStarterAutoConfiguration.class)
@ConditionalOnBean({TieredCacheManager.class, CacheInsight.class})
class CacheStarterInsightAutoConfiguration {

    @Bean
    @ConditionalOnBean(RedisAccess.class)
    @ConditionalOnBooleanProperty(
            name = CacheStarterProperties.PREFIX + ".insight.server-samples",
            matchIfMissing = true)
    ServerSampling cacheStarterServerSampling(
            StarterSettings settings,
            RedisAccess redis,
            ObjectProvider<TieredCacheManager> manager,
            LoadRuntime runtime,
            CacheThreads threads) {
        ServerSampling sampling = new ServerSampling(
                new ServerSampling.Servers(
                        redis.gateway()::available,
                        new SharedResult(redis.gateway(), KeyNames.sample(settings.prefix())),
                        ours -> redis.sampleKeys(ServerSampling.KEYS, ours)),
                () -> manager.getObject().caches().stream()
                        .map(cache ->
                                new KeyNames(settings.prefix(), cache.settings().keyVersion(), cache.getName()))
                        .toList(),
                runtime::newToken,
                threads.executor(),
                InstantSource.system());
        threads.timer().every(ServerSampling.PERIOD, sampling::look);
        return sampling;
    }

    @Bean
    @ConditionalOnMissingBean
    BackendView cacheStarterBackendView(
            StarterSettings settings,
            ObjectProvider<RedisAccess> redis,
            ObjectProvider<InvalidationBus> bus,
            ObjectProvider<RepairQueue> repairs,
            ObjectProvider<ServerSampling> sampling) {
        String mode = Label.of(settings.mode());
        RedisAccess access = redis.getIfAvailable();
        return access == null
                ? new NoBackend(mode)
                : new RedisBackend(mode, access, bus.getObject(), repairs.getObject(), sampling.getIfAvailable());
    }
}
