package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.readiness.ApplicationFacts.Watching;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import io.github.cachestarter.redis.RedisAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The readiness audit: its facts, and its lines in the log at start. Needs neither Actuator nor Micrometer. */
@AutoConfiguration(after = CacheStarterInsightAutoConfiguration.class)
@ConditionalOnBean({BackendView.class, MethodScan.class})
class CacheStarterReadinessAutoConfiguration {

    private static final String INSIGHT = "cacheInsightEndpoint";

    @Bean
    ReadinessCollector.Backend cacheStarterReadinessBackend(
            BackendView view, FindingsRegister findings, WarmedCaches warmed, ObjectProvider<RedisAccess> redis) {
        return new ReadinessCollector.Backend(view, findings, warmed, redis.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    ReadinessSource cacheStarterReadiness(
            CacheAssembly.Settings settings,
            MethodScan scan,
            CacheInsight insight,
            ReadinessCollector.Backend backend,
            ObjectProvider<MeterDestinations> meters,
            BeanFactory beans) {
        return new ReadinessCollector(settings, scan, insight, backend, () -> watching(meters.getIfAvailable(), beans));
    }

    private static Watching watching(@Nullable MeterDestinations meters, BeanFactory beans) {
        return new Watching(meters == null ? List.of() : meters.names(), beans.containsBean(INSIGHT));
    }

    @Bean
    @ConditionalOnBooleanProperty(name = CacheStarterProperties.PREFIX + ".readiness.log", matchIfMissing = true)
    ReadinessLog cacheStarterReadinessLog(ReadinessSource source, CacheThreads threads) {
        return new ReadinessLog(source, threads.executor());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {

        @Bean
        MeterDestinations cacheStarterMeterDestinations(ObjectProvider<MeterRegistry> registries) {
            return () -> registries.stream()
                    .filter(registry ->
                            !(registry instanceof CompositeMeterRegistry || registry instanceof SimpleMeterRegistry))
                    .map(registry -> registry.getClass().getSimpleName())
                    .toList();
        }
    }
}
