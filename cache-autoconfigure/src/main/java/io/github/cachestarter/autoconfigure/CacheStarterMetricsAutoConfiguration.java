package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.metrics.BackendMeters;
import io.github.cachestarter.metrics.CacheMeters;
import io.github.cachestarter.metrics.TieredCacheMeterBinderProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.StringUtils;

/** Meters, if the application has a registry for them. */
@AutoConfiguration(
        after = {CacheStarterInsightAutoConfiguration.class, CacheMetricsAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, CacheMetricsRegistrar.class})
@ConditionalOnBean({BackendView.class, MeterRegistry.class})
class CacheStarterMetricsAutoConfiguration {

    private static final String MANAGER_SUFFIX = "cacheManager";

    @Bean
    TieredCacheMeterBinderProvider cacheStarterMeterBinderProvider(CacheInsight insight) {
        return new TieredCacheMeterBinderProvider(insight);
    }

    @Bean
    BackendMeters cacheStarterBackendMeters(BackendView backend) {
        return new BackendMeters(backend);
    }

    // Not a collaborator of the manager but a late listener: Boot's registrar needs the manager first.
    // Never lazy, since nobody asks for it.
    @Bean
    @Lazy(false)
    CacheMeters cacheStarterMeters(
            MeterRegistry registry,
            CacheInsight insight,
            ObjectProvider<CacheMetricsRegistrar> registrar,
            TieredCacheManager manager,
            ListableBeanFactory beans) {
        String name = beans.getBeanNamesForType(TieredCacheManager.class)[0];
        CacheMeters meters = new CacheMeters(registry, insight, registrar.getIfAvailable(), managerTag(name));
        manager.addListener(meters);
        return meters;
    }

    /** The manager's name as Boot makes it of the name of the bean: both kinds of caches must have equal tags. */
    static String managerTag(String beanName) {
        boolean suffixed =
                beanName.length() > MANAGER_SUFFIX.length() && StringUtils.endsWithIgnoreCase(beanName, MANAGER_SUFFIX);
        return suffixed ? beanName.substring(0, beanName.length() - MANAGER_SUFFIX.length()) : beanName;
    }
}
