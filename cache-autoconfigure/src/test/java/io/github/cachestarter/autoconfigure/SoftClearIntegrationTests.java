package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Two instances with both tiers over a real Redis; soft clears of 200 entries, spread over five seconds. */
class SoftClearIntegrationTests {

    private static final int KEYS = 200;
    private static final Duration SOON = Duration.ofSeconds(60);

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        one = application();
        other = application();
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        redis.close();
    }

    @BeforeEach
    void fill() {
        Catalogue.version = 1;
        caches(one).getCache("articles").invalidate();
        // Those who have not heard of the clear yet load what counts as older than it.
        await().atMost(SOON).until(() -> {
            Catalogue.LOADS.clear();
            return allAreNew() && Catalogue.LOADS.isEmpty();
        });
        Catalogue.version = 2;
    }

    @Test
    void each_entry_is_loaded_once_by_all_instances_and_served_meanwhile() {
        catalogue(one).importAll();

        long newAtOnce = newOnes(one);

        assertThat(newAtOnce).as("far from all").isLessThan(KEYS * 3 / 4);
        assertThat(Catalogue.LOADS.size()).isLessThan(KEYS);
        await().atMost(SOON).until(SoftClearIntegrationTests::allAreNew);
        assertThat(Catalogue.LOADS).hasSize(KEYS);
        assertThat(Catalogue.LOADS.values())
                .allSatisfy(loads -> assertThat(loads).hasValue(1));
    }

    @Test
    void an_evict_during_it_is_at_once() {
        caches(other).getCache("articles").clearSoftly(Duration.ofHours(1));
        assertThat(newOnes(one)).isLessThan(KEYS);

        caches(other).getCache("articles").evict(7);

        await().atMost(SOON).until(() -> catalogue(one).article(7).equals("7 in version 2"));
        assertThat(catalogue(other).article(7)).isEqualTo("7 in version 2");
    }

    @Test
    void a_clear_before_the_method_is_never_soft() {
        catalogue(one).removeAll();

        assertThat(newOnes(one)).isEqualTo(KEYS);
        await().atMost(SOON).until(() -> newOnes(other) == KEYS);
    }

    @Test
    void where_the_markers_are_lost_it_becomes_an_ordinary_clear() {
        caches(one).getCache("articles").clearSoftly(Duration.ofHours(1));
        assertThat(redis.admin().command("DEL", "catalogue:%markers:articles")).isEqualTo(1L);

        caches(one).getCache("articles").evictTag("any");

        assertThat(newOnes(one)).isEqualTo(KEYS);
    }

    /** With {@code stale.on-evict}. */
    @Test
    void what_was_evicted_or_cleared_stands_in_for_methods_that_fail_on_all_instances() {
        catalogue(one).rate("EUR");
        Catalogue.broken = false;
        caches(one).getCache("rates").evict("EUR");
        assertThat(catalogue(one).rate("EUR")).isEqualTo("EUR in version 2");
        assertThat(catalogue(one).rate("USD")).isEqualTo("USD in version 2");
        Catalogue.broken = true;
        try {
            caches(one).getCache("rates").evict("EUR");
            assertThat(catalogue(other).rate("EUR")).isEqualTo("EUR in version 2");
            assertThat(catalogue(one).rate("EUR")).isEqualTo("EUR in version 2");

            caches(other).getCache("rates").clear();
            assertThat(catalogue(other).rate("USD")).isEqualTo("USD in version 2");
            assertThatThrownBy(() -> catalogue(other).rate("GBP")).hasMessage("down");
        } finally {
            Catalogue.broken = false;
        }
        Catalogue.version = 3;
        caches(one).getCache("rates").evict("EUR");
        assertThat(catalogue(one).rate("EUR")).isEqualTo("EUR in version 3");
        caches(one).getCache("rates").clear();
        assertThat(catalogue(one).rate("USD")).isEqualTo("USD in version 3");
    }

    /** Both are read in any case, so that both refresh what is due. */
    private static boolean allAreNew() {
        return newOnes(one) + newOnes(other) == 2 * KEYS;
    }

    private static long newOnes(ConfigurableApplicationContext instance) {
        Catalogue catalogue = catalogue(instance);
        String current = "in version " + Catalogue.version;
        return IntStream.range(0, KEYS)
                .filter(number -> catalogue.article(number).endsWith(current))
                .count();
    }

    private static Catalogue catalogue(ConfigurableApplicationContext instance) {
        return instance.getBean(Catalogue.class);
    }

    private static TieredCacheManager caches(ConfigurableApplicationContext instance) {
        return instance.getBean(TieredCacheManager.class);
    }

    private static ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(
                "--spring.application.name=catalogue",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.timeouts.read=5s",
                "--cache-starter.timeouts.write=5s",
                "--cache-starter.caches.articles.ttl=1h",
                "--cache-starter.caches.articles.clear.mode=soft",
                "--cache-starter.caches.articles.clear.spread=5s",
                "--cache-starter.caches.rates.stale.on-error=1h",
                "--cache-starter.caches.rates.stale.on-evict=true",
                "--spring.main.banner-mode=off");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        CacheStarterAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        AopAutoConfiguration.class
    })
    @Import(Catalogue.class)
    static class Root {}

    static class Catalogue {

        static final Map<Integer, AtomicInteger> LOADS = new ConcurrentHashMap<>();
        static volatile int version = 1;
        static volatile boolean broken;

        @Cacheable("articles")
        public String article(int number) {
            LOADS.computeIfAbsent(number, any -> new AtomicInteger()).incrementAndGet();
            return number + " in version " + version;
        }

        @Cacheable("rates")
        public String rate(String currency) {
            if (broken) {
                throw new IllegalStateException("down");
            }
            return currency + " in version " + version;
        }

        @CacheEvict(value = "articles", allEntries = true)
        public void importAll() {}

        @CacheEvict(value = "articles", allEntries = true, beforeInvocation = true)
        public void removeAll() {}
    }
}
