package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Our own way to Redis, made of what the application's connection factory knows. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    @Bean
    RedisAccess cacheStarterRedisAccess(
            LettuceConnectionFactory factory, StarterSettings settings, ApplicationEventPublisher publisher) {
        StarterSettings.Timeouts timeouts = settings.timeouts();
        return RedisAccess.open(
                "redis://" + factory.getHostName() + ":" + factory.getPort(),
                new RedisSettings(timeouts.read(), timeouts.write(), timeouts.connect()),
                new AvailabilityEvents(publisher, Clock.systemUTC()));
    }

    @Bean
    RedisGateway cacheStarterRedisGateway(RedisAccess access) {
        return access.gateway();
    }
}
