package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.CacheMethods;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.redis.RedisAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says at start what holds, and looks at the application's cached methods. */
@Configuration(proxyBeanMethods = false)
class StartReportConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CacheStarterAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton cacheStarterStartReport(
            StarterSettings settings, StockSettings stock, RedisAccess redis) {
        return () -> {
            log.info(StartReport.summary(settings, redis.describe()));
            StartReport.notHonoured(stock, log::warn);
        };
    }

    @Bean
    SmartInitializingSingleton cacheStarterMethodScan(
            CacheAssembly.Settings settings,
            TieredCacheManager manager,
            CacheAssembly assembly,
            Findings findings,
            ObjectProvider<CacheOperationSource> source,
            ConfigurableListableBeanFactory beans) {
        return () -> source.ifUnique(operations ->
                new MethodScan(settings, manager, assembly, findings).run(CacheMethods.scan(beans, operations)));
    }
}
