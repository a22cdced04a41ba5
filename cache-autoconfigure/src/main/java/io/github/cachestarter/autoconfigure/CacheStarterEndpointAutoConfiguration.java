package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.actuate.CacheInsightEndpoint;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.WarmUps;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code cacheinsight}, if Actuator is there and the endpoint is exposed. */
@AutoConfiguration(after = CacheStarterInsightAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(BackendView.class)
@ConditionalOnAvailableEndpoint(CacheInsightEndpoint.class)
class CacheStarterEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CacheInsightEndpoint cacheInsightEndpoint(
            TieredCacheManager manager,
            CacheInsight insight,
            BackendView backend,
            FindingsRegister findings,
            ObjectProvider<WarmUps> warmUps) {
        return new CacheInsightEndpoint(
                manager, insight, backend, findings, warmUps.getIfAvailable(() -> WarmUps.NONE));
    }
}
