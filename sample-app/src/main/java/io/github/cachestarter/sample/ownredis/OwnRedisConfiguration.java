package io.github.cachestarter.sample.ownredis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts a Redis and tells Spring Boot where it is. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnRedis
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
}
