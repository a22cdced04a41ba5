package io.github.cachestarter.sample.ownredis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Starts a Redis unless {@code spring.data.redis.host} or {@code spring.data.redis.url} says where one is. */
@Configuration(proxyBeanMethods = false)
@Conditional(OwnRedisConfiguration.NoServerIsConfigured.class)
@ConditionalOnProperty(name = "sample.own-redis", matchIfMissing = true)
@Import(OwnRedisController.class)
class OwnRedisConfiguration {

    @Bean
    OwnRedis ownRedis() throws IOException {
        return new OwnRedis();
    }

    @Bean
    DataRedisConnectionDetails ownRedisConnectionDetails(OwnRedis redis) {
        return new DataRedisConnectionDetails() {
            @Override
            public @Nullable Standalone getStandalone() {
                return Standalone.of("127.0.0.1", redis.port());
            }
        };
    }

    static class NoServerIsConfigured extends NoneNestedConditions {

        NoServerIsConfigured() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("spring.data.redis.host")
        static class Host {}

        @ConditionalOnProperty("spring.data.redis.url")
        static class Url {}
    }
}
