package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.github.cachestarter.testing.RedisServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;

/** The audit of whole applications over a real Redis: one that is well set up, and one that is not. */
@ExtendWith(OutputCaptureExtension.class)
class ReadinessIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void an_application_that_is_well_set_up_passes_all_that_can_be_known(CapturedOutput log) throws Exception {
        try (RedisServerProcess redis =
                        RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
                ConfigurableApplicationContext application = startWithLogin(redis)) {
            awaitServer(application);
            application.getBean(Catalogue.class).find("one");
            DocumentContext json = readiness(application, "");

            assertThat(evidence(json, "$.caches.products.items", "local-size"))
                    .contains(" is 1 entries, there is room");
            assertThat(evidence(json, "$.application", "memory-limit")).contains("read lately of 1 caches needs");
            assertThat(checks(json, "$.application", "pass"))
                    .containsExactly(
                            "eviction-policy",
                            "memory-limit",
                            "consistency",
                            "encryption",
                            "authentication",
                            "monitoring");
            assertThat(checks(json, "$.caches.products.items", "pass"))
                    .contains(
                            "pattern",
                            "invalidation",
                            "stampede",
                            "sensitive-data",
                            "key-scope",
                            "expiry",
                            "codec",
                            "refused-values");
            assertThat(get(application, "?failOn=warn").statusCode()).isEqualTo(200);
            awaitVerdict(log);
            assertThat(log).doesNotContain("Cache readiness, ");
        }
    }

    @Test
    void an_application_that_is_not_is_told_what_to_change_over_http_and_in_the_log(CapturedOutput log)
            throws Exception {
        try (RedisServerProcess redis = RedisServerProcess.start("--maxmemory-policy", "noeviction");
                ConfigurableApplicationContext application = start(
                        redis,
                        Bad.class,
                        "management.prometheus.metrics.export.enabled=false",
                        "cache-starter.defaults.load-limit.max-concurrent=off",
                        "cache-starter.caches.reports.ttl=2h",
                        "cache-starter.caches.reports.ttl-jitter=0%",
                        "cache-starter.caches.reports.load.single-flight=false",
                        "cache-starter.caches.permissions.codec=java",
                        "cache-starter.java-codec.allow=com.acme.**",
                        "cache-starter.readiness.sensitive=greetings")) {
            awaitServer(application);
            DocumentContext json = readiness(application, "");

            assertThat(json.<String>read("$.verdict")).isEqualTo("fail");
            assertThat(checks(json, "$.application", "warn"))
                    .containsExactly("eviction-policy", "memory-limit", "authentication", "monitoring");
            assertThat(checks(json, "$.caches.reports.items", "warn"))
                    .contains("invalidation", "stampede", "cold-start", "expiry", "refused-values");
            assertThat(checks(json, "$.caches.permissions.items", "warn")).contains("sensitive-data", "codec");
            assertThat(checks(json, "$.caches.accounts.items", "fail")).containsExactly("key-scope");
            assertThat(checks(json, "$.caches.accounts.items", "warn")).contains("pattern", "stampede");
            assertThat(checks(json, "$.caches.greetings.items", "fail")).containsExactly("sensitive-data");
            assertThat(checks(json, "$.caches.greetings.items", "warn")).contains("key-scope");

            assertThat(get(application, "?failOn=fail").statusCode()).isEqualTo(503);
            awaitVerdict(log);
            assertThat(log)
                    .contains("Cache readiness, cache 'reports', invalidation WARN: No method evicts or updates it")
                    .contains("(cache-starter.caches.reports.ttl)")
                    .contains("Cache readiness, cache 'accounts', key-scope FAIL: ")
                    .contains("Cache readiness, the application, authentication WARN: ")
                    .contains("Cache readiness: fail (")
                    .doesNotContain("eviction-policy WARN")
                    .doesNotContain("refused-values WARN");
        }
    }

    @Test
    void a_remote_server_without_tls_and_login_is_told_before_it_answers(CapturedOutput log) throws Exception {
        try (ConfigurableApplicationContext application =
                start(Good.class, "spring.data.redis.host=redis.invalid", "cache-starter.readiness.log=false")) {
            DocumentContext json = readiness(application, "");

            assertThat(checks(json, "$.application", "warn")).containsExactly("encryption");
            assertThat(checks(json, "$.application", "fail")).containsExactly("authentication");
            assertThat(checks(json, "$.application", "unknown")).containsExactly("eviction-policy", "memory-limit");
            assertThat(log).doesNotContain("Cache readiness");
        }
    }

    /** The last line of the audit, which nobody waits for. */
    private static void awaitVerdict(CapturedOutput log) {
        await().atMost(SOON).untilAsserted(() -> assertThat(log).contains("Cache readiness: "));
    }

    private void awaitServer(ConfigurableApplicationContext application) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(checks(readiness(application, ""), "$.application", "unknown"))
                        .isEmpty());
    }

    private static List<String> checks(DocumentContext json, String items, String status) {
        return json.read(items + "[?(@.status == '" + status + "')].check");
    }

    private static String evidence(DocumentContext json, String items, String check) {
        return json.<List<String>>read(items + "[?(@.check == '" + check + "')].evidence")
                .get(0);
    }

    private static ConfigurableApplicationContext startWithLogin(RedisServerProcess redis) {
        redis.admin().command("ACL", "SETUSER", "shop", "on", ">secret", "~*", "&*", "+@all");
        return start(
                redis,
                Good.class,
                "spring.data.redis.username=shop",
                "spring.data.redis.password=secret",
                "cache-starter.caches.products.ttl=10m");
    }

    private static ConfigurableApplicationContext start(RedisServerProcess redis, Class<?> root, String... properties) {
        return builder(root, properties)
                .properties("spring.data.redis.host=" + redis.host(), "spring.data.redis.port=" + redis.port())
                .run();
    }

    private static ConfigurableApplicationContext start(Class<?> root, String... properties) {
        return builder(root, properties).run();
    }

    private static SpringApplicationBuilder builder(Class<?> root, String... properties) {
        return new SpringApplicationBuilder(root)
                .properties(
                        "server.port=0", "spring.main.banner-mode=off", "management.endpoints.web.exposure.include=*")
                // Neither the leases nor the staleness: the audit judges them.
                .properties("cache-starter.timeouts.read=30s", "cache-starter.timeouts.write=30s")
                .properties(properties);
    }

    private DocumentContext readiness(ConfigurableApplicationContext application, String query) throws Exception {
        return JsonPath.parse(get(application, query).body());
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String query) throws Exception {
        String port = Objects.requireNonNull(application.getEnvironment().getProperty("local.server.port"));
        URI uri = URI.create("http://localhost:" + port + "/actuator/cachereadiness" + query);
        return client.send(HttpRequest.newBuilder(uri).timeout(SOON).build(), BodyHandlers.ofString());
    }

    record Product(String id) {}

    /** No codec can keep it. */
    record Lazy(Thread thread) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @Import(Catalogue.class)
    static class Good {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @Import(Office.class)
    static class Bad {}

    static class Catalogue {

        @Cacheable("products")
        public Product find(String id) {
            return new Product(id);
        }

        @CacheEvict("products")
        public void changed(String id) {}
    }

    static class Office {

        @Cacheable("reports")
        public Lazy report(String id) {
            return new Lazy(Thread.currentThread());
        }

        @Cacheable("permissions")
        public String permissions(String user) {
            return user;
        }

        @Caching(
                cacheable = @Cacheable(cacheNames = "accounts", key = "#id"),
                evict = @CacheEvict("reports-of-accounts"))
        public String account(String id, Principal who) {
            return id + who;
        }

        @Cacheable("greetings")
        public String greeting(String id) {
            return id + LocaleContextHolder.getLocale();
        }
    }
}
