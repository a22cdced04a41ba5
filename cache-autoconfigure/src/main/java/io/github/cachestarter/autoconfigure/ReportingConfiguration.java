package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.ThrottledCacheErrorHandler;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.Watch;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.local.LocalTiers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;

/** Who is told what happens: statistics, findings, the log, and the application's error handler. */
@Configuration(proxyBeanMethods = false)
class ReportingConfiguration {

    @Bean
    CacheInsight cacheStarterInsight(
            LocalTiers locals,
            StarterSettings settings,
            CacheSettingsResolver resolver,
            CacheThreads threads,
            ObjectProvider<InvalidationBus> bus) {
        Watch watch = settings.insight().enabled()
                ? Watch.everything(System::nanoTime, resolver::resolve, settings::recordsKeysOf)
                : Watch.COUNTS;
        CacheInsight insight = new CacheInsight(locals::of, watch);
        bus.ifAvailable(opened -> opened.listen(insight));
        threads.timer().every(CacheInsight.PERIOD, insight::note);
        return insight;
    }

    @Bean
    FindingsRegister cacheStarterFindingsRegister() {
        return new FindingsRegister();
    }

    @Bean
    @Primary
    Findings cacheStarterFindings(FindingsRegister register) {
        return new FindingsLog(register);
    }

    @Bean
    @Role(
            BeanDefinition
                    .ROLE_INFRASTRUCTURE) // needed before the post-processors are complete, as all of Spring's caching
    @ConditionalOnMissingBean
    static CacheErrorHandler cacheStarterErrorHandler() {
        return new ThrottledCacheErrorHandler(System::nanoTime);
    }

    /** Spring allows one in an application, so this one makes room for any other. */
    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static CachingConfigurer cacheStarterCachingConfigurer(ObjectProvider<CacheErrorHandler> handler) {
        return new CachingConfigurer() {
            @Override
            public @Nullable CacheErrorHandler errorHandler() {
                return handler.getIfUnique();
            }
        };
    }

    @Bean
    FailureReporters cacheStarterFailureReporters(
            ObjectProvider<CachingConfigurer> configurer,
            ObjectProvider<CacheErrorHandler> handler,
            ObjectProvider<TieredCacheManager> manager) {
        CacheErrorHandler otherwise = new ThrottledCacheErrorHandler(System::nanoTime);
        return new FailureReporters(
                () -> handler(configurer.getIfUnique(), handler, otherwise), () -> manager.getIfAvailable());
    }

    private static CacheErrorHandler handler(
            @Nullable CachingConfigurer configurer,
            ObjectProvider<CacheErrorHandler> beans,
            CacheErrorHandler otherwise) {
        CacheErrorHandler handler = configurer == null ? null : configurer.errorHandler();
        return handler != null ? handler : beans.getIfUnique(() -> otherwise);
    }
}
