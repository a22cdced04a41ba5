package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

/** All parts together, as an application uses them, over a real Redis. */
class EndToEndIntegrationTests {

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext context;
    private static Shop shop;

    @BeforeAll
    static void open() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        context = application();
        shop = context.getBean(Shop.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        redis.close();
    }

    @BeforeEach
    void redisAnswers() {
        awaitHits();
        redis.admin().command("FLUSHALL");
        CacheManager caches = context.getBean(CacheManager.class);
        caches.getCacheNames().forEach(name -> caches.getCache(name).clear()); // the markers are gone with the rest
        shop.reset();
    }

    @AfterEach
    void redisIsBack() {
        redis.resume();
        if (!redis.admin().answers()) {
            redis.restart();
        }
    }

    private static ConfigurableApplicationContext application() {
        ConfigurableApplicationContext started = start(Patience.arguments());
        Patience.awaitRedis(started);
        return started;
    }

    private static ConfigurableApplicationContext start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=remote",
                "--cache-starter.caches.products.null-ttl=5m",
                "--spring.main.banner-mode=off"));
        arguments.addAll(List.of(more));
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(arguments.toArray(String[]::new));
    }

    @Test
    void the_first_call_loads_and_the_second_is_answered_by_redis() {
        Product first = shop.product(1L);
        Product second = shop.product(1L);

        assertThat(second).isEqualTo(first).isNotSameAs(first);
        assertThat(shop.loads(1L)).isEqualTo(1);
        assertThat(redis.admin().command("EXISTS", "shop:1:products:long#1")).isEqualTo(1L);
    }

    @Test
    void every_entry_has_a_time_to_live_of_at_most_the_setting() {
        shop.product(1L);

        assertThat((Long) redis.admin().command("PTTL", "shop:1:products:long#1"))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void another_instance_hits_what_this_one_loaded() {
        shop.product(1L);
        try (ConfigurableApplicationContext other = application()) {
            Shop otherShop = other.getBean(Shop.class);

            assertThat(otherShop.product(1L)).isEqualTo(new Product(1L, "product 1", List.of("new")));
            assertThat(otherShop.loads(1L)).isZero();
        }
    }

    @Test
    void an_evict_takes_effect_at_once() {
        shop.product(1L);
        shop.remove(1L);
        shop.product(1L);

        assertThat(shop.loads(1L)).isEqualTo(2);
    }

    @Test
    void a_clear_takes_effect_at_once_and_touches_no_other_cache() {
        shop.product(1L);
        shop.product(2L);
        shop.names(List.of("a"));
        shop.removeAll();

        shop.product(1L);
        shop.product(2L);
        shop.names(List.of("a"));

        assertThat(shop.loads(1L)).isEqualTo(2);
        assertThat(shop.loads(2L)).isEqualTo(2);
        assertThat(shop.loads(List.of("a"))).isEqualTo(1);
    }

    @Test
    void a_put_is_what_the_next_read_gives() {
        shop.product(1L);
        shop.rename(1L, "renamed");

        assertThat(shop.product(1L).name()).isEqualTo("renamed");
        assertThat(shop.loads(1L)).isEqualTo(1);
    }

    @Test
    void nulls_are_cached_where_a_time_to_live_is_set_for_them() {
        assertThat(shop.product(-1L)).isNull();
        assertThat(shop.product(-1L)).isNull();

        assertThat(shop.loads(-1L)).isEqualTo(1);
    }

    @Test
    void the_methods_own_exception_reaches_the_caller() {
        assertThatThrownBy(() -> shop.product(0L))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasNoCause();
        assertThatThrownBy(() -> shop.product(0L)).isExactlyInstanceOf(IllegalArgumentException.class);

        assertThat(shop.loads(0L)).isEqualTo(2);
    }

    @Test
    void an_asynchronous_method_is_cached_by_its_value() {
        assertThat(shop.later(5L).join()).isEqualTo("later 5");
        assertThat(shop.later(5L).join()).isEqualTo("later 5");
        assertThat(shop.loads("later 5")).isEqualTo(1);
    }

    @Test
    void a_mono_is_cached_by_its_value() {
        assertThat(shop.mono(5L).block()).isEqualTo("mono 5");
        assertThat(shop.mono(5L).block()).isEqualTo("mono 5");
        assertThat(shop.loads("mono 5")).isEqualTo(1);
    }

    @Test
    void a_hundred_threads_on_a_cold_key_run_the_method_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(threads.submit(() -> {
                    go.await();
                    return shop.slow("cold");
                }));
            }
            go.countDown();
            for (Future<String> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("slow cold");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(shop.loads("cold")).isEqualTo(1);
    }

    @Test
    void a_cache_used_by_hand_keeps_what_is_put_there() {
        Cache cache = context.getBean(CacheManager.class).getCache("by-hand");
        cache.put("k", 7L);

        assertThat(cache.get("k", Long.class)).isEqualTo(7L);
        assertThat(cache.get("k", () -> 8L)).isEqualTo(7L);
        cache.evict("k");
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void a_killed_redis_disturbs_no_call_and_its_return_brings_the_hits_back() {
        shop.product(1L);
        redis.kill();

        for (long id = 1; id <= 20; id++) {
            assertThat(shop.product(id).name()).isEqualTo("product " + id);
        }
        shop.remove(1L);
        shop.rename(2L, "renamed");
        assertThatThrownBy(() -> shop.product(0L)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(shop.mono(6L).block()).isEqualTo("mono 6");
        assertThat(shop.later(6L).join()).isEqualTo("later 6");

        await().untilAsserted(
                        () -> assertThat(context.getBean(Outages.class).seen).contains("unavailable"));
        redis.restart();
        awaitHits();
        await().untilAsserted(
                        () -> assertThat(context.getBean(Outages.class).seen).endsWith("unavailable", "recovered"));
    }

    @Test
    void a_stopped_redis_disturbs_no_call_and_its_return_brings_the_hits_back() {
        // Each of the first calls waits for as long.
        String[] impatient = {"--cache-starter.timeouts.read=1s", "--cache-starter.timeouts.write=1s"};
        try (ConfigurableApplicationContext other = start(impatient)) {
            Shop otherShop = other.getBean(Shop.class);
            awaitHits(otherShop);
            otherShop.product(1L);
            redis.pause();

            for (long id = 1; id <= 8; id++) {
                assertThat(otherShop.product(id).name()).isEqualTo("product " + id);
            }
            assertThat(otherShop.loads(7L)).isEqualTo(1);

            redis.resume();
            awaitHits(otherShop);
        }
    }

    private static void awaitHits() {
        awaitHits(shop);
    }

    private static void awaitHits(Shop of) {
        AtomicInteger round = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    String key = "probe " + round.incrementAndGet();
                    of.slow(key);
                    of.slow(key);
                    assertThat(of.loads(key)).isEqualTo(1);
                });
    }

    record Product(long id, String name, List<String> tags) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        CacheStarterAutoConfiguration.class,
        CacheStarterBackOffAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        AopAutoConfiguration.class
    })
    @Import({Shop.class, Outages.class})
    static class Root {}

    static class Outages {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @EventListener
        void unavailable(CacheUnavailableEvent event) {
            seen.add("unavailable");
        }

        @EventListener
        void recovered(CacheRecoveredEvent event) {
            seen.add("recovered");
        }
    }

    static class Shop {

        private final Map<Object, AtomicInteger> loads = new ConcurrentHashMap<>();

        int loads(Object key) {
            AtomicInteger count = loads.get(key);
            return count == null ? 0 : count.get();
        }

        void reset() {
            loads.clear();
        }

        private void loaded(Object key) {
            loads.computeIfAbsent(key, absent -> new AtomicInteger()).incrementAndGet();
        }

        @Cacheable("products")
        public Product product(Long id) {
            loaded(id);
            if (id == 0) {
                throw new IllegalArgumentException("no product has the id 0");
            }
            return id < 0 ? null : new Product(id, "product " + id, List.of("new"));
        }

        @CachePut(cacheNames = "products", key = "#id")
        public Product rename(Long id, String name) {
            return new Product(id, name, List.of());
        }

        @CacheEvict("products")
        public void remove(Long id) {}

        @CacheEvict(cacheNames = "products", allEntries = true)
        public void removeAll() {}

        @Cacheable("names")
        public List<String> names(List<String> ids) {
            loaded(ids);
            return ids;
        }

        @Cacheable("slow")
        public String slow(String key) {
            loaded(key);
            return "slow " + key;
        }

        @Cacheable("later")
        public CompletableFuture<String> later(Long id) {
            return CompletableFuture.supplyAsync(() -> {
                loaded("later " + id);
                return "later " + id;
            });
        }

        @Cacheable("mono")
        public Mono<String> mono(Long id) {
            return Mono.fromSupplier(() -> {
                loaded("mono " + id);
                return "mono " + id;
            });
        }
    }
}
