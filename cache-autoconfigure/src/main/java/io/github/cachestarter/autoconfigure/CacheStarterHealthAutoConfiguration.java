package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.actuate.CacheStarterHealthIndicator;
import io.github.cachestarter.actuate.SharedRedisHealthIndicator;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.FindingsRegister;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Health of the cache, and of Redis as long as nobody else has a say about it. Before Spring Boot's own indicator of
 * Redis, which then stands back; the application that sets {@code management.health.redis.enabled} gets that one.
 */
@AutoConfiguration(
        after = {CacheStarterInsightAutoConfiguration.class, DataRedisAutoConfiguration.class},
        before = {
            DataRedisHealthContributorAutoConfiguration.class,
            DataRedisReactiveHealthContributorAutoConfiguration.class
        })
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(BackendView.class)
class CacheStarterHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("cache-starter")
    @ConditionalOnMissingBean(name = {"cacheStarterHealthIndicator", "cacheStarterHealthContributor"})
    CacheStarterHealthIndicator cacheStarterHealthIndicator(BackendView backend, FindingsRegister findings) {
        return new CacheStarterHealthIndicator(backend, findings);
    }

    @Bean
    @Conditional({OnRedis.class, OnRedisHealthUndecided.class})
    @ConditionalOnEnabledHealthIndicator("redis")
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    @ConditionalOnMissingBean(name = {"redisHealthIndicator", "redisHealthContributor"})
    SharedRedisHealthIndicator redisHealthContributor(
            BackendView backend, RedisConnectionFactory factory, ConfigurableListableBeanFactory beans) {
        RedisUsers users = new RedisUsers(beans);
        return new SharedRedisHealthIndicator(backend, users::find, new DataRedisHealthIndicator(factory));
    }
}
