package io.github.cachestarter.sample.ownredis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Conditional;

/** Only unless {@code spring.data.redis.host} or {@code spring.data.redis.url} says where a Redis is. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnOwnRedis.NoServerIsConfigured.class)
@ConditionalOnProperty(name = "sample.own-redis", matchIfMissing = true)
@interface ConditionalOnOwnRedis {

    /** Neither host nor URL is set. */
    class NoServerIsConfigured extends NoneNestedConditions {

        NoServerIsConfigured() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("spring.data.redis.host")
        static class Host {}

        @ConditionalOnProperty("spring.data.redis.url")
        static class Url {}
    }
}
