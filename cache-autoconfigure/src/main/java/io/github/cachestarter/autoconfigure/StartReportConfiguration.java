package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.CacheMethods;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.redis.RedisAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says at start what holds, and looks at the application's cached methods. */
@Configuration(proxyBeanMethods = false)
class StartReportConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CacheStarterAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton cacheStarterStartReport(
            StarterSettings settings,
            StockSettings stock,
            ObjectProvider<RedisAccess> redis,
            ObjectProvider<CachingConfigurer> configurers) {
        return () -> {
            RedisAccess access = redis.getIfAvailable();
            log.info(StartReport.summary(settings, access == null ? null : access.describe()));
            StartReport.notHonoured(stock, log::warn);
            if (stock.ownSerializers()) {
                log.info(
                        "Cache starter: the serializers of the Redis cache configuration are not used: values are stored by"
                                + " the codec of cache-starter.defaults.codec, keys as text");
            }
            BackOff bypass = bypass(configurers.getIfUnique());
            if (bypass != null) {
                log.warn(bypass.message());
            }
        };
    }

    /** Known only now: a configurer's methods may need beans that did not exist when the conditions were asked. */
    private static @Nullable BackOff bypass(@Nullable CachingConfigurer configurer) {
        if (configurer == null) {
            return null;
        }
        if (configurer.cacheResolver() != null) {
            return BackOff.ofConfigurer(configurer, "cacheResolver");
        }
        CacheManager manager = configurer.cacheManager();
        boolean ours = manager == null || manager instanceof TieredCacheManager;
        return ours ? null : BackOff.ofConfigurer(configurer, "cacheManager");
    }

    @Bean
    MethodScan cacheStarterMethodScan(
            CacheAssembly.Settings settings,
            TieredCacheManager manager,
            CacheAssembly assembly,
            Findings findings,
            ObjectProvider<CacheOperationSource> source,
            ConfigurableListableBeanFactory beans) {
        return new MethodScan(settings, manager, assembly, findings, () -> {
            CacheOperationSource operations = source.getIfUnique();
            return operations == null ? null : CacheMethods.scan(beans, operations);
        });
    }
}
