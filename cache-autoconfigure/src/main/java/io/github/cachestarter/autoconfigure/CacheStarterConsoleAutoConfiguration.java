package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.actuate.CacheConsoleEndpoint;
import io.github.cachestarter.insight.BackendView;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code cacheconsole}, if Actuator is there, the endpoint is exposed and access to it was given. */
@AutoConfiguration(after = CacheStarterInsightAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(BackendView.class)
@ConditionalOnAvailableEndpoint(CacheConsoleEndpoint.class)
class CacheStarterConsoleAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheConsoleEndpoint cacheConsoleEndpoint() {
        return new CacheConsoleEndpoint();
    }
}
