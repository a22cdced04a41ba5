package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What tools see that know nothing of the starter, and that no key or value is among it. */
@ExtendWith(OutputCaptureExtension.class)
class PlainMetricsIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    /** Spring Boot Admin asks for exactly these: the caches, and the meters with the tags name and result. */
    @Test
    void cachesAreInTheEndpointsThatEveryToolReadsWithoutConfiguration() throws Exception {
        try (RedisServerProcess redis = RedisServerProcess.start();
                ConfigurableApplicationContext application = start(redis)) {
            Shop shop = application.getBean(Shop.class);
            shop.find("1");
            shop.find("1");
            shop.find("1");

            assertThat(value(application, "cache.gets?tag=cache:products&tag=result:hit"))
                    .isEqualTo(2);
            assertThat(value(application, "cache.gets?tag=name:products&tag=result:miss"))
                    .isEqualTo(1);
            assertThat(value(application, "cache.puts?tag=name:products")).isEqualTo(1);
            assertThat(value(application, "cache.size?tag=name:products")).isPositive();
            assertThat(JsonPath.<List<String>>read(get(application, "metrics"), "$.names"))
                    .contains("cache.gets", "cache.puts", "cache.evictions", "cache.size", "cache.starter.load");
            assertThat(JsonPath.<String>read(
                            get(application, "caches"), "$.cacheManagers.cacheManager.caches.products.target"))
                    .contains("TieredCache");
        }
    }

    /** Below TRACE, where Spring's own interceptor logs the keys it computes, under whichever class extends it. */
    @Test
    void keysAndValuesAreNeitherInMetersNorInTheLogNotEvenWhenThingsFail(CapturedOutput log) throws Exception {
        try (RedisServerProcess redis = RedisServerProcess.start();
                ConfigurableApplicationContext application =
                        start(redis, "logging.level.io.github.cachestarter=debug")) {
            Shop shop = application.getBean(Shop.class);
            use(shop);
            redis.kill();
            for (int i = 0; i < 10; i++) {
                use(shop);
            }
            await().atMost(SOON)
                    .until(() -> get(application, "prometheus").contains("cache_starter_repairs_pending 1.0"));
            assertThat(get(application, "prometheus"))
                    .contains("cache_gets_total")
                    .doesNotContain("canary");
            redis.restart();
            await().atMost(SOON)
                    .until(() -> get(application, "prometheus").contains("cache_starter_repairs_pending 0.0"));
            use(shop);

            assertThat(get(application, "prometheus")).doesNotContain("canary");
            for (String meter : List.of("cache.gets", "cache.starter.errors", "cache.starter.load")) {
                assertThat(get(application, "metrics/" + meter))
                        .contains("products")
                        .doesNotContain("canary");
            }
        }
        assertThat(log).contains("io.github.cachestarter").doesNotContain("canary");
    }

    private static void use(Shop shop) {
        shop.find("canary-key");
        shop.find("canary-key");
        shop.put("canary-key", "canary-value-2");
        shop.changed("canary-key");
    }

    private double value(ConfigurableApplicationContext application, String meter) throws Exception {
        return JsonPath.<Number>read(get(application, "metrics/" + meter), "$.measurements[0].value")
                .doubleValue();
    }

    private String get(ConfigurableApplicationContext application, String endpoint) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/" + endpoint);
        return client.send(HttpRequest.newBuilder(uri).timeout(SOON).build(), BodyHandlers.ofString())
                .body();
    }

    private static ConfigurableApplicationContext start(RedisServerProcess redis, String... properties) {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class)
                .properties(Patience.settings(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.data.redis.url=" + redis.url(),
                        "management.endpoints.web.exposure.include=*"))
                .properties(properties)
                .run();
        Patience.awaitRedis(started);
        return started;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @Import(Shop.class)
    static class Application {}

    static class Shop {

        @Cacheable("products")
        public String find(String id) {
            return "canary-value-1";
        }

        @CachePut(cacheNames = "products", key = "#id")
        public String put(String id, String value) {
            return value;
        }

        @CacheEvict("products")
        public void changed(String id) {}
    }
}
