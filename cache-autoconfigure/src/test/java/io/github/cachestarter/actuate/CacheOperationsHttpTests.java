package io.github.cachestarter.actuate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.CacheTags;
import io.github.cachestarter.CacheWarmer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator can do over HTTP to the caches of an application that allows it. */
@TestInstance(Lifecycle.PER_CLASS)
class CacheOperationsHttpTests {

    private static final String PATH = "/actuator/cacheinsight/products";

    private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .properties(
                    "server.port=0",
                    "spring.main.banner-mode=off",
                    "cache-starter.mode=local",
                    "cache-starter.warm-up.max-wait=2m",
                    "cache-starter.caches.products.ttl=10m",
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoint.cacheinsight.access=unrestricted")
            .run();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Cache products = context.getBean(CacheManager.class).getCache("products");

    @AfterAll
    void stop() {
        context.close();
    }

    @BeforeEach
    void empty() {
        products.clear();
    }

    @Test
    void aKeyIsEvictedWhateverItsType() throws Exception {
        UUID id = UUID.randomUUID();
        for (Object key : List.of("17", 17L, 17, "18", id)) {
            products.put(key, "chair");
        }

        HttpResponse<String> response = delete("?key=17");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.parse(response.body()).<Map<String, Object>>read("$"))
                .containsOnly(
                        Map.entry("cache", "products"),
                        Map.entry("what", "key"),
                        Map.entry("wasThere", true),
                        Map.entry("pending", false));
        assertThat(products.get("17")).isNull();
        assertThat(products.get(17L)).isNull();
        assertThat(products.get(17)).isNull();
        assertThat(products.get("18")).isNotNull();
        delete("?key=" + id);
        assertThat(products.get(id)).isNull();
        assertThat(JsonPath.parse(delete("?key=17").body()).<Boolean>read("$.wasThere"))
                .isFalse();
    }

    /** A key of any class is named by the text that is shown beside it. */
    @ParameterizedTest
    @MethodSource("keys")
    void aHotKeyIsEvictedByTheTextThatIsShownBesideIt(Object key) throws Exception {
        products.put(key, "chair");
        products.put("another", "table");
        for (int i = 0; i < 20_000; i++) {
            products.get(key);
        }
        DocumentContext shown = JsonPath.parse(send(request(PATH).GET()).body());
        String label = label(key);
        String text = shown.<List<String>>read("$.keys.hot[?(@.key == '" + label + "')].text")
                .get(0);

        assertThat(delete("?key=" + URLEncoder.encode(text, UTF_8)).statusCode())
                .isEqualTo(200);

        assertThat(products.get(key)).as(text).isNull();
        assertThat(products.get("another")).isNotNull();
    }

    static Stream<Object> keys() {
        return Stream.of(
                "plain",
                "order#17",
                "50%",
                4711L,
                new SimpleKey("a", 1, TimeUnit.DAYS),
                TimeUnit.SECONDS,
                new Seat(7, "A"),
                List.of("b", 2L),
                "#" + "long ".repeat(150));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void thatAKeyWasThereIsToldAlsoOfOneThatIsNamedByItsText(String text, Object key) throws Exception {
        products.put(key, "chair");
        String query = "?key=" + URLEncoder.encode(text, UTF_8);

        DocumentContext first = JsonPath.parse(delete(query).body());
        DocumentContext second = JsonPath.parse(delete(query).body());

        assertThat(first.<Boolean>read("$.wasThere")).isTrue();
        assertThat(second.<Boolean>read("$.wasThere")).isFalse();
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("long#17", 17L),
                Arguments.of("key#(a,int#1)", new SimpleKey("a", 1)),
                Arguments.of("order%2317", "order#17"),
                Arguments.of("50%25", "50%"));
    }

    record Seat(long row, String place) {}

    /** As people see a key. */
    private static String label(Object key) {
        String text = String.valueOf(key);
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    @Test
    void aCacheIsWarmedByItsWarmers() throws Exception {
        Products methods = context.getBean(Products.class);

        HttpResponse<String> response = send(request(PATH + "/warm").POST(BodyPublishers.noBody()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        DocumentContext result = JsonPath.parse(response.body());
        assertThat(result.<String>read("$.state")).isEqualTo("done");
        assertThat(result.<Map<String, Object>>read("$.caches"))
                .containsOnly(Map.entry("products", Map.of("wanted", 2, "found", 0, "loaded", 2, "failed", 0)));
        assertThat(products.get("warm-1")).isNotNull();
        assertThat(products.get("warm-2").get()).isEqualTo(methods.find("warm-2"));
        assertThat(JsonPath.parse(send(request(PATH + "/warm").POST(BodyPublishers.noBody()))
                                .body())
                        .<Integer>read("$.caches.products.found"))
                .isEqualTo(2);
        assertThat(send(request("/actuator/cacheinsight").GET()).body())
                .as("what the start came to stays")
                .contains("\"warmUp\":{\"state\":\"done\"");
    }

    @Test
    void whileACacheIsBeingWarmedNoOtherIs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        context.getBean(Slow.class).during(() -> {
            begun.countDown();
            return end.await(60, TimeUnit.SECONDS);
        });
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(
                request("/actuator/cacheinsight/slow/warm")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(send(request(PATH + "/warm").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(409);

        end.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyCachesThatExistAreWarmedAndNothingElseIsDoneToThem() throws Exception {
        assertThat(send(request("/actuator/cacheinsight/nothing/warm").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(request(PATH + "/clear").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTagIsEvicted() throws Exception {
        Products methods = context.getBean(Products.class);
        String chair = methods.find("chair");
        String table = methods.find("table");
        assertThat(methods.find("chair")).isEqualTo(chair);

        assertThat(delete("?tag=chair").statusCode()).isEqualTo(200);

        assertThat(methods.find("chair")).isNotEqualTo(chair);
        assertThat(methods.find("table")).isEqualTo(table);
    }

    @Test
    void everythingGoesOnlyWhereThatIsSaid() throws Exception {
        products.put("1", "chair");

        assertThat(delete("").statusCode()).isEqualTo(400);
        assertThat(delete("?keys=1").statusCode()).isEqualTo(400);
        assertThat(delete("?all=false").statusCode()).isEqualTo(400);
        assertThat(delete("?key=1&all=true").statusCode()).isEqualTo(400);
        assertThat(delete("?soft=true&all=true").statusCode()).isEqualTo(400);
        assertThat(delete("?tag=").statusCode()).isEqualTo(400);
        assertThat(products.get("1")).isNotNull();

        assertThat(delete("?soft=true").statusCode()).isEqualTo(200);
        assertThat(products.get("1")).as("served on").isNotNull();

        assertThat(delete("?all=true").statusCode()).isEqualTo(200);
        assertThat(products.get("1")).isNull();
    }

    @Test
    void anUnknownCacheIsNotFound() throws Exception {
        assertThat(send(request("/actuator/cacheinsight/nothing?key=1").DELETE())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theKeysThatStandOutAreShownForASingleCacheOnly() throws Exception {
        Cache others = context.getBean(CacheManager.class).getCache("others");
        others.put("secret-key", "chair");
        // One hit in a millisecond is timed at most, and none in the first.
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        for (int i = 0; i < 5_000 || System.nanoTime() - end < 0; i++) {
            others.get("secret-key");
        }

        DocumentContext one = JsonPath.parse(
                send(request("/actuator/cacheinsight/others").GET()).body());
        assertThat(one.<List<String>>read("$.keys.hot[*].key")).containsExactly("secret-key");
        assertThat(one.<Double>read("$.keys.hot[0].share")).isGreaterThan(0.9);
        assertThat(one.<Integer>read("$.sizing.workingSet.entries")).isPositive();
        assertThat(one.<Double>read("$.latency.localHit.p50Micros")).isPositive();
        assertThat(send(request("/actuator/cacheinsight").GET()).body()).doesNotContain("secret-key");
        assertThat(send(request("/actuator/prometheus").GET()).body()).doesNotContain("secret-key");
    }

    private HttpResponse<String> delete(String query) throws IOException, InterruptedException {
        return send(request(PATH + query).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    static class Application {

        @Bean
        Products products() {
            return new Products();
        }

        @Bean
        CacheWarmer productWarmer(Products products) {
            return CacheWarmer.of("products", List.of("warm-1", "warm-2"), key -> products.find((String) key));
        }

        @Bean
        Slow slow() {
            return new Slow();
        }
    }

    /** Loads nothing, for as long as the test wants. */
    static final class Slow implements CacheWarmer {

        private volatile Callable<?> during = () -> true;

        void during(Callable<?> action) {
            during = action;
        }

        @Override
        public String cache() {
            return "slow";
        }

        @Override
        public Collection<?> keys() {
            return List.of("key");
        }

        @Override
        public void load(Object key) throws Exception {
            during.call();
        }
    }

    static class Products {

        @Cacheable("products")
        @CacheTags("#name")
        public String find(String name) {
            return name + UUID.randomUUID();
        }
    }
}
