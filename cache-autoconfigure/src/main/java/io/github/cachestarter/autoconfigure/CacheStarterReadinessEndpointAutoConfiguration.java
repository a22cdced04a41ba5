package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.actuate.CacheReadinessEndpoint;
import io.github.cachestarter.actuate.CacheReadinessWebExtension;
import io.github.cachestarter.insight.readiness.ReadinessSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code cachereadiness}, if Actuator is there and the endpoint is exposed. */
@AutoConfiguration(after = CacheStarterReadinessAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ReadinessSource.class)
@ConditionalOnAvailableEndpoint(CacheReadinessEndpoint.class)
class CacheStarterReadinessEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheReadinessEndpoint cacheReadinessEndpoint(ReadinessSource source) {
        return new CacheReadinessEndpoint(source);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = CacheReadinessEndpoint.class, exposure = EndpointExposure.WEB)
    CacheReadinessWebExtension cacheReadinessWebExtension(CacheReadinessEndpoint endpoint) {
        return new CacheReadinessWebExtension(endpoint);
    }
}
