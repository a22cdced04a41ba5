package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Who is told what happens: statistics, findings, the log, and the application's error handler. */
@Configuration(proxyBeanMethods = false)
class ReportingConfiguration {

    @Bean
    CacheInsight cacheStarterInsight() {
        return new CacheInsight();
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
    @ConditionalOnMissingBean
    CacheErrorHandler cacheStarterErrorHandler() {
        return new RemoteFailureHandler();
    }

    /** Spring allows one in an application, so this one makes room for any other. */
    @Bean
    @ConditionalOnMissingBean
    CachingConfigurer cacheStarterCachingConfigurer(ObjectProvider<CacheErrorHandler> handler) {
        return new CachingConfigurer() {
            @Override
            public @Nullable CacheErrorHandler errorHandler() {
                return handler.getIfUnique();
            }
        };
    }

    @Bean
    FailureReports cacheStarterFailureReports(
            ObjectProvider<CachingConfigurer> configurer,
            ObjectProvider<CacheErrorHandler> handlers,
            ObjectProvider<TieredCacheManager> manager) {
        FailureLog log =
                new FailureLog(System::nanoTime, LoggerFactory.getLogger("io.github.cachestarter.failures")::warn);
        return new FailureReports(
                log, () -> handler(configurer, handlers), name -> cache(manager.getIfAvailable(), name));
    }

    private static CacheErrorHandler handler(
            ObjectProvider<CachingConfigurer> configurer, ObjectProvider<CacheErrorHandler> handlers) {
        CachingConfigurer applications = configurer.getIfUnique();
        CacheErrorHandler handler = applications == null ? null : applications.errorHandler();
        return handler != null ? handler : handlers.getIfUnique(RemoteFailureHandler::new);
    }

    private static @Nullable Cache cache(@Nullable TieredCacheManager manager, String name) {
        return manager == null ? null : manager.getCache(name);
    }
}
