package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.NoBackend;
import io.github.cachestarter.insight.RedisBackend;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.redis.RedisAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** What meters, endpoint and health have in common. Needs neither Actuator nor Micrometer. */
@AutoConfiguration(after = CacheStarterAutoConfiguration.class)
@ConditionalOnBean({TieredCacheManager.class, CacheInsight.class})
class CacheStarterInsightAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    BackendView cacheStarterBackendView(
            StarterSettings settings,
            ObjectProvider<RedisAccess> redis,
            ObjectProvider<InvalidationBus> bus,
            ObjectProvider<RepairQueue> repairs) {
        String mode = Label.of(settings.mode());
        RedisAccess access = redis.getIfAvailable();
        return access == null
                ? new NoBackend(mode)
                : new RedisBackend(mode, access, bus.getObject(), repairs.getObject());
    }
}
