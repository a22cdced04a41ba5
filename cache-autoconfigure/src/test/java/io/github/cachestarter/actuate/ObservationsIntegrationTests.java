package io.github.cachestarter.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.metrics.CacheObservationContext;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What traces see of a cache over a real Redis. */
class ObservationsIntegrationTests {

    private static final String KEY = "canary-key-4711";
    private static final String VALUE = "canary-value-0815";

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext context;
    private static Recorder recorder;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.data.redis.host=" + redis.host(),
                        "spring.data.redis.port=" + redis.port(),
                        "cache-starter.mode=remote",
                        "spring.main.banner-mode=off")
                .properties(Patience.settings())
                .run();
        Patience.awaitRedis(context);
        recorder = context.getBean(Recorder.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        redis.close();
    }

    @BeforeEach
    void begin() {
        shop().changed(KEY);
        recorder.stopped.clear();
    }

    @Test
    void aMissIsAGetAndALoadWithWhatTheMethodDoesInside() {
        shop().find(KEY);

        assertThat(recorder.ended()).containsExactly("GET MISS products", "inner", "LOAD SUCCESS products");
        assertThat(recorder.parentOf("inner")).isEqualTo("cache load products");
    }

    @Test
    void aHitIsAGet() {
        shop().find(KEY);
        recorder.stopped.clear();

        shop().find(KEY);

        assertThat(recorder.ended()).containsExactly("GET HIT products");
    }

    @Test
    void anEvictionIsSeen() {
        shop().changed(KEY);

        assertThat(recorder.ended()).containsExactly("EVICT SUCCESS products");
    }

    @Test
    void aMethodThatFailsIsSeenToFailAndItsExceptionIsTheCallers() {
        assertThatThrownBy(() -> shop().failing(KEY)).isExactlyInstanceOf(IllegalStateException.class);

        assertThat(recorder.ended()).contains("LOAD FAILURE failures");
        assertThat(recorder.stopped)
                .anySatisfy(one -> assertThat(one.getError()).hasMessage("no such thing"));
    }

    @Test
    void anAsynchronousLoadBelongsToWhatItsCallerDid() throws Exception {
        ObservationRegistry registry = context.getBean(ObservationRegistry.class);

        Observation.createNotStarted("request", registry)
                .observeChecked(() -> shop().later(KEY).get(60, TimeUnit.SECONDS));

        assertThat(recorder.ended()).contains("LOAD SUCCESS futures");
        assertThat(recorder.parentOf("LOAD SUCCESS futures")).isEqualTo("request");
    }

    @Test
    void tagsAreFewAndHoldNoKeyAndNoValue() {
        shop().find(KEY);
        shop().find(KEY);
        shop().changed(KEY);

        assertThat(recorder.caches()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.getName()).isEqualTo("cache.starter.observed");
            assertThat(one.getHighCardinalityKeyValues()).isEmpty();
            assertThat(one.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
                    .containsExactly("cache", "operation", "result");
            assertThat(one.getAllKeyValues().toString() + one.getContextualName())
                    .doesNotContain("canary");
        });
    }

    private static Shop shop() {
        return context.getBean(Shop.class);
    }

    /** Remembers what ended, in this order. */
    static final class Recorder implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context ended) {
            stopped.add(ended);
        }

        @Override
        public boolean supportsContext(Observation.Context any) {
            return true;
        }

        List<String> ended() {
            return stopped.stream().map(Recorder::name).toList();
        }

        List<CacheObservationContext> caches() {
            return stopped.stream()
                    .filter(CacheObservationContext.class::isInstance)
                    .map(CacheObservationContext.class::cast)
                    .collect(Collectors.toList());
        }

        String parentOf(String name) {
            Observation.Context found = stopped.stream()
                    .filter(one -> name(one).equals(name))
                    .findFirst()
                    .orElseThrow();
            Observation.ContextView parent = found.getParentObservation().getContextView();
            return parent.getContextualName() == null ? parent.getName() : parent.getContextualName();
        }

        private static String name(Observation.Context one) {
            return one instanceof CacheObservationContext cache
                    ? cache.operation() + " " + cache.result() + " " + cache.cache()
                    : one.getName();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @Import(Shop.class)
    static class Application {

        @Bean
        Recorder recorder() {
            return new Recorder();
        }

        /** Boot gives it the handlers that are beans. */
        @Bean
        ObservationRegistry registry() {
            return TestObservationRegistry.create();
        }
    }

    static class Shop {

        private final ObservationRegistry registry;

        Shop(ObservationRegistry registry) {
            this.registry = registry;
        }

        @Cacheable("products")
        public String find(String id) {
            return Observation.createNotStarted("inner", registry).observe(() -> VALUE);
        }

        @CacheEvict("products")
        public void changed(String id) {}

        @Cacheable("failures")
        public String failing(String id) {
            throw new IllegalStateException("no such thing");
        }

        @Cacheable("futures")
        public CompletableFuture<String> later(String id) {
            return CompletableFuture.supplyAsync(() -> VALUE);
        }
    }
}
