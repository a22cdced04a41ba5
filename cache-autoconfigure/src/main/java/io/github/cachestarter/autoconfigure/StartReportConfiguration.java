package io.github.cachestarter.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says at start what holds. */
@Configuration(proxyBeanMethods = false)
class StartReportConfiguration {

    private static final Logger log = LoggerFactory.getLogger(CacheStarterAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton cacheStarterStartReport(
            StarterSettings settings, StockSettings stock, ObjectProvider<DataRedisConnectionDetails> redis) {
        return () -> {
            log.info(StartReport.summary(settings, redis.getIfAvailable()));
            StartReport.notHonoured(stock, log::warn);
        };
    }
}
