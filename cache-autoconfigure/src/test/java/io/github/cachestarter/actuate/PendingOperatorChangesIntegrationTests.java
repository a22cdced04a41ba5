package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An operator's change that Redis does not take is kept as a whole, also where the cache throws for its own callers. */
class PendingOperatorChangesIntegrationTests {

    private static final List<Object> KEYS = List.of("17", 17L, 17);

    @Test
    void every_key_that_the_text_may_mean_is_evicted_later() {
        try (RedisServerProcess redis = RedisServerProcess.start();
                ConfigurableApplicationContext application = application(redis)) {
            Cache products = application.getBean(CacheManager.class).getCache("products");
            KEYS.forEach(key -> products.put(key, "chair"));
            redis.admin().command("ACL", "SETUSER", "default", "-evalsha", "-eval");

            CacheInsightBody.Change change = evict(application, "17");

            assertThat(change.pending()).isTrue();
            redis.admin().command("ACL", "SETUSER", "default", "+@all");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(KEYS)
                            .allSatisfy(key -> assertThat(products.get(key)).isNull()));
        }
    }

    private static CacheInsightBody.Change evict(ConfigurableApplicationContext application, String key) {
        return application
                .getBean(CacheInsightEndpoint.class)
                .evict("products", key, null, null, null)
                .getBody();
    }

    private static ConfigurableApplicationContext application(RedisServerProcess redis) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.data.redis.url=" + redis.url(),
                        "--cache-starter.caches.products.ttl=1h",
                        "--cache-starter.caches.products.type=java.lang.String",
                        "--cache-starter.caches.products.on-evict-failure=throw",
                        "--management.endpoints.web.exposure.include=*",
                        "--management.endpoint.cacheinsight.access=unrestricted");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
