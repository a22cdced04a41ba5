package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.RedisSettings;
import java.time.Clock;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Our own way to Redis, made of what the application's connection knows, and the look at the server at start. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnRedis.class)
class RedisConfiguration {

    @Bean
    RedisAccess cacheStarterRedisAccess(
            BeanFactory beans, StarterSettings settings, ApplicationEventPublisher publisher) {
        StarterSettings.Timeouts timeouts = settings.timeouts();
        return RedisAccess.open(
                beans,
                new RedisSettings(timeouts.read(), timeouts.write(), timeouts.connect()),
                new AvailabilityEvents(publisher, Clock.systemUTC(), System::nanoTime));
    }

    @Bean
    RedisGateway cacheStarterRedisGateway(RedisAccess access) {
        return access.gateway();
    }

    @Bean
    RemoteTiers cacheStarterRemoteTiers(
            RedisGateway gateway, StarterSettings settings, LoadRuntime runtime, Findings findings) {
        return new RemoteTiers(gateway, settings, runtime, findings);
    }

    @Bean
    SmartInitializingSingleton cacheStarterServerCheck(
            RedisAccess access, StarterSettings settings, Findings findings) {
        return () -> access.check(settings.serverCheck(), findings);
    }
}
