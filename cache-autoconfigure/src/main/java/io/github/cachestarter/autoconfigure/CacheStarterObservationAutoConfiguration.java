package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.metrics.CacheObservationConvention;
import io.github.cachestarter.metrics.CacheObservations;
import io.github.cachestarter.metrics.DefaultCacheObservationConvention;
import io.github.cachestarter.remote.RemoteStore;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/** Observations of what caches do, if the application has a registry for them. */
@AutoConfiguration(
        after = CacheStarterAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, CacheAssembly.class})
class CacheStarterObservationAutoConfiguration {

    @Bean
    CacheTracing cacheStarterTracing(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<CacheObservationConvention> convention) {
        ObservationHandlers handlers = new ObservationHandlers(beans);
        return new Observed(new CacheObservations(
                SingletonSupplier.of(() -> handlers.of(registry.getIfUnique(() -> ObservationRegistry.NOOP))),
                convention.getIfUnique(DefaultCacheObservationConvention::new)));
    }

    private record Observed(CacheObservations observations) implements CacheTracing {

        @Override
        public RemoteStore observed(String cache, RemoteStore store) {
            return observations.observed(cache, store);
        }

        @Override
        public LoadCoordinator observed(String cache, LoadCoordinator loads) {
            return observations.observed(cache, loads);
        }
    }
}
