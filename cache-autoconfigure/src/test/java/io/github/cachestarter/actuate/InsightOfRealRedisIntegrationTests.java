package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The whole starter in an application that serves HTTP, with a Redis that is killed. */
class InsightOfRealRedisIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Far above the second that the endpoint takes at most, far below what a client of Redis waits by default. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aKilledRedisIsSeenInInsightHealthAndMetersAndTheApplicationStaysHealthy() throws Exception {
        try (RedisServerProcess redis = RedisServerProcess.start();
                ConfigurableApplicationContext application = start(redis)) {
            await().atMost(SOON).until(() -> json(application, "cacheinsight", "$.backend.available"), is(true));
            Objects.requireNonNull(application.getBean(CacheManager.class).getCache("products"))
                    .get("1", () -> "one");
            assertThat(json(application, "cacheinsight", "$.caches.products.loads"))
                    .isEqualTo(1);
            assertThat(json(application, "cacheinsight", "$.backend.breaker")).isEqualTo("closed");
            assertThat(json(application, "health", "$.components.cacheStarter.status"))
                    .isEqualTo("UP");
            assertThat(get(application, "prometheus").body())
                    .contains("cache_gets_total{cache=\"products\"")
                    .contains("cache_starter_available 1.0");

            String server = "$.backend.servers[0]";
            await("the entry and the markers of its cache")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() ->
                            json(application, "cacheinsight", server + ".keys").equals(2));
            assertThat((String) json(application, "cacheinsight", server + ".server"))
                    .startsWith("redis ");
            assertThat(json(application, "cacheinsight", server + ".role")).isEqualTo("primary");
            assertThat(json(application, "cacheinsight", server + ".keys"))
                    .as("the entry and the markers of its cache")
                    .isEqualTo(2);
            assertThat((int) json(application, "cacheinsight", server + ".memory.usedBytes"))
                    .isPositive();
            assertThat((int) json(application, "cacheinsight", server + ".connectedClients"))
                    .isPositive();
            assertThat(get(application, "prometheus").body()).contains("cache_starter_server_memory_used_bytes{");

            redis.pause();

            assertThat(json(application, "cacheinsight", server + ".keys"))
                    .as("the entry and the markers of its cache")
                    .isEqualTo(2);

            redis.resume();
            redis.kill();

            await().atMost(SOON).until(() -> json(application, "cacheinsight", "$.backend.available"), is(false));
            assertThat(json(application, "cacheinsight", "$.backend.findings[0].code"))
                    .isEqualTo("backend-away");
            assertThat(json(application, "cacheinsight", server + ".keys"))
                    .as("the entry and the markers of its cache")
                    .isEqualTo(2);
            assertThat(json(application, "cacheinsight", "$.backend.asOf")).isNotNull();
            assertThat(get(application, "health").statusCode()).isEqualTo(200);
            assertThat(json(application, "health", "$.components.cacheStarter.status"))
                    .isEqualTo("DEGRADED");
            assertThat(json(application, "health", "$.components.redis.status")).isEqualTo("DEGRADED");
            assertThat(get(application, "prometheus").body()).contains("cache_starter_available 0.0");
        }
    }

    private static Predicate<Object> is(boolean expected) {
        return value -> value.equals(expected);
    }

    private static ConfigurableApplicationContext start(RedisServerProcess redis) {
        return new SpringApplicationBuilder(Application.class)
                .properties(Patience.settings(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.data.redis.url=" + redis.url(),
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always"))
                .run();
    }

    private Object json(ConfigurableApplicationContext application, String endpoint, String path) throws Exception {
        return JsonPath.read(get(application, endpoint).body(), path);
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String endpoint) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/" + endpoint);
        return client.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    static class Application {}
}
