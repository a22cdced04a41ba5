package io.github.cachestarter.benchmarks.subject;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** An application with one cached method. Which cache it uses is said by its profile, see {@code application.yaml}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@Import(RedissonConfiguration.class)
public class ShopApplication {

    @Bean
    ProductCatalogue productCatalogue() {
        return new ProductCatalogue();
    }

    /** Boot's cache as it is, but a write is acknowledged before the caller goes on. */
    @Bean
    @Profile("boot-redis-immediate")
    RedisCacheManagerBuilderCustomizer immediateWrites(RedisConnectionFactory connections) {
        return builder -> builder.cacheWriter(
                RedisCacheWriter.create(connections, RedisCacheWriter.RedisCacheWriterConfigurer::immediateWrites));
    }
}
