package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.CacheTags;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.warmup.HotKeyRecorder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
            assertThat(JsonPath.<Map<String, Object>>read(get(application, ""), "$._links"))
                    .containsKeys("caches", "caches-cache", "metrics-requiredMetricName", "health");
            assertThat(JsonPath.<String>read(get(application, "health"), "$.components.cacheStarter.status"))
                    .isEqualTo("UP");
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
            for (int i = 0; i < 5_000; i++) {
                shop.find("canary-key"); // a hot one, which is recorded
            }
            send(application, "cacheinsight/products?key=canary-key", "DELETE");
            send(application, "cacheinsight/products?tag=canary-tag", "DELETE");
            send(application, "cacheinsight/products/warm", "POST");
            application.getBean(HotKeyRecorder.class).record();

            for (String endpoint :
                    List.of("prometheus", "metrics", "cacheinsight", "cachereadiness", "caches", "health")) {
                assertThat(get(application, endpoint)).as(endpoint).doesNotContain("canary");
            }
            List<String> meters = JsonPath.read(get(application, "metrics"), "$.names");
            assertThat(meters).contains("cache.gets", "cache.starter.errors", "cache.starter.load");
            for (String meter : meters) {
                assertThat(get(application, "metrics/" + meter)).as(meter).doesNotContain("canary");
            }
            assertThat(get(application, "cacheinsight/products"))
                    .as("the one place where keys are shown, and the proof that there was one to be found elsewhere")
                    .contains("canary-key")
                    .doesNotContain("canary-value");
        }
        assertThat(log).contains("io.github.cachestarter").doesNotContain("canary");
    }

    private static void use(Shop shop) {
        shop.findBoth("canary-key", 7);
        shop.findBoth("canary-key", 7);
        assertThatThrownBy(() -> shop.fail("canary-key")).isInstanceOf(IllegalStateException.class);
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
        return send(application, endpoint, "GET");
    }

    private String send(ConfigurableApplicationContext application, String endpoint, String method) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator" + (endpoint.isEmpty() ? "" : "/") + endpoint);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.noBody())
                .timeout(SOON)
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(endpoint).isEqualTo(200);
        return response.body();
    }

    private static ConfigurableApplicationContext start(RedisServerProcess redis, String... properties) {
        ConfigurableApplicationContext started = new SpringApplicationBuilder(Application.class)
                .properties(Patience.settings(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.data.redis.url=" + redis.url(),
                        "management.endpoint.health.show-components=always",
                        "management.endpoint.cacheinsight.access=unrestricted",
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

        @Cacheable("products")
        @CacheTags("'canary-tag'")
        public List<String> findBoth(String id, int number) {
            return List.of("canary-value-3");
        }

        @Cacheable("products")
        public String fail(String id) {
            throw new IllegalStateException("no");
        }

        @CachePut(cacheNames = "products", key = "#id")
        public String put(String id, String value) {
            return value;
        }

        @CacheEvict("products")
        public void changed(String id) {}
    }
}
