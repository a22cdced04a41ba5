package io.github.cachestarter.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Says once why the starter stands back. Many applications set {@code spring.cache.type=redis} and would otherwise wonder
 * why nothing changed.
 */
@AutoConfiguration(after = CacheStarterAutoConfiguration.class)
@ConditionalOnClass({CacheManager.class, RedisConnectionFactory.class})
@ConditionalOnBooleanProperty(name = CacheStarterProperties.PREFIX + ".enabled", matchIfMissing = true)
@ConditionalOnMissingBean(CacheSettingsResolver.class)
class CacheStarterBackOffAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CacheStarterAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton cacheStarterBackOffReport(
            ConfigurableListableBeanFactory beans, Environment environment) {
        return () -> {
            BackOff reason = BackOff.reason(beans, environment);
            if (reason != null && reason.wanted()) {
                log.info(reason.message());
            } else if (reason != null) {
                log.warn(reason.message());
            }
        };
    }
}
