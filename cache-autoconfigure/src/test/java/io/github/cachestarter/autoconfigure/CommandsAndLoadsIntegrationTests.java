package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** What annotated methods cost: the commands that Redis sees, counted by Redis, and the loads on a cold key. */
class CommandsAndLoadsIntegrationTests {

    private static final int CALLERS = 100;

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext context;
    private static Shop shop;

    @BeforeAll
    static void start() {
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
    void reset() {
        redis.admin().command("FLUSHALL");
        // Every script once, so that the server knows them.
        CacheManager caches = context.getBean(CacheManager.class);
        caches.getCacheNames().forEach(name -> caches.getCache(name).clear()); // the markers are gone with the rest
        await().atMost(Duration.ofSeconds(60)).until(CommandsAndLoadsIntegrationTests::isSteady);
        shop.rename(0L, "warm");
        shop.remove(0L);
        redis.admin().resetStats();
        shop.reset();
    }

    /** Whether other instances are heard and all markers known, so that a hit costs nothing but itself. */
    private static boolean isSteady() {
        shop.product(0L);
        redis.admin().resetStats();
        shop.product(0L);
        return redis.admin().calls("evalsha") == 0 && redis.admin().calls("get") == 1;
    }

    private static ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext started = application.run(Patience.arguments(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=remote",
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(started);
        return started;
    }

    @Test
    void the_first_call_after_the_start_is_served_by_redis() {
        shop.product(1L);
        try (ConfigurableApplicationContext fresh = application()) {
            Shop freshShop = fresh.getBean(Shop.class);

            assertThat(freshShop.product(1L)).isEqualTo("product 1");
            assertThat(freshShop.loads()).isZero();
        }
    }

    @Test
    void a_miss_is_one_get_and_two_scripts() {
        shop.product(1L);
        // One of the GETs is in the script that acquires.
        assertCommands(Map.of("get", 2, "evalsha", 2, "set", 2, "getrange", 1));
    }

    @Test
    void a_hit_is_one_get() {
        shop.product(1L);
        redis.admin().resetStats();
        shop.product(1L);
        assertCommands(Map.of("get", 1));
    }

    @Test
    void a_hit_of_a_method_that_cannot_be_upgraded_is_one_get() {
        shop.unless(1L);
        assertCommands(Map.of("get", 2, "evalsha", 2, "set", 2, "getrange", 1));
        redis.admin().resetStats();
        shop.unless(1L);
        assertCommands(Map.of("get", 1));
    }

    @Test
    void a_clear_is_one_script_that_looks_at_no_entry() {
        shop.product(1L);
        redis.admin().resetStats();
        context.getBean(CacheManager.class).getCache("products").clear();
        assertCommands(Map.of(
                "evalsha",
                1,
                "zrange",
                1,
                "pttl",
                1,
                "time",
                1,
                "unlink",
                1,
                "zadd",
                1,
                "pexpire",
                1,
                "publish",
                1,
                "zrangebyscore",
                1));
        shop.product(1L);
        assertThat(shop.loads()).isEqualTo(2);
    }

    @Test
    void an_evict_is_one_script() {
        shop.remove(1L);
        assertCommands(Map.of("evalsha", 1, "getrange", 1, "unlink", 1, "publish", 1));
    }

    @Test
    void a_put_is_a_script_before_the_method_and_one_after_it() {
        shop.rename(1L, "renamed");
        assertCommands(Map.of("evalsha", 2, "getrange", 2, "set", 2, "publish", 1));
    }

    @Test
    void a_hundred_callers_of_a_plain_method_run_it_once() throws Exception {
        assertOneLoad(shop::plain);
    }

    @Test
    void a_hundred_callers_of_a_synchronized_method_run_it_once() throws Exception {
        assertOneLoad(shop::sync);
    }

    @Test
    void a_hundred_callers_of_a_future_run_it_once() throws Exception {
        assertOneLoad(key -> shop.future(key).join());
    }

    @Test
    void a_hundred_subscribers_of_a_mono_run_it_once() throws Exception {
        assertOneLoad(key -> shop.mono(key).block());
    }

    private static void assertOneLoad(Function<String, String> method) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(threads.submit(() -> {
                    go.await();
                    return method.apply("cold");
                }));
            }
            go.countDown();
            for (Future<String> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("cold");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(shop.loads()).isEqualTo(1);
    }

    /** Exactly these commands ran, but for what the test itself and the checks of connection and server send. */
    private static void assertCommands(Map<String, Integer> expected) {
        Map<String, Integer> ran = new TreeMap<>();
        redis.admin().commandCalls().forEach((command, calls) -> {
            if (!command.startsWith("config") && !command.equals("info") && !command.equals("ping")) {
                ran.put(command, calls.intValue());
            }
        });
        assertThat(ran).isEqualTo(new TreeMap<>(expected));
    }

    @CachedApplication
    @Import(Shop.class)
    static class Root {}

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        int loads() {
            return loads.get();
        }

        void reset() {
            loads.set(0);
        }

        @Cacheable("products")
        public String product(Long id) {
            loads.incrementAndGet();
            return "product " + id;
        }

        @Cacheable(cacheNames = "products", unless = "#result == 'never'")
        public String unless(Long id) {
            return "product " + id;
        }

        @CachePut(cacheNames = "products", key = "#id")
        public String rename(Long id, String name) {
            return name;
        }

        @CacheEvict("products")
        public void remove(Long id) {}

        @Cacheable("plain")
        public String plain(String key) {
            return slowly(key);
        }

        @Cacheable(cacheNames = "sync", sync = true)
        public String sync(String key) {
            return slowly(key);
        }

        @Cacheable("future")
        public CompletableFuture<String> future(String key) {
            return CompletableFuture.supplyAsync(() -> slowly(key));
        }

        @Cacheable("mono")
        public Mono<String> mono(String key) {
            return Mono.delay(Duration.ofMillis(200)).map(done -> counted(key));
        }

        private String slowly(String key) {
            try {
                TimeUnit.MILLISECONDS.sleep(200); // the database
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
            return counted(key);
        }

        private String counted(String key) {
            loads.incrementAndGet();
            return key;
        }
    }
}
