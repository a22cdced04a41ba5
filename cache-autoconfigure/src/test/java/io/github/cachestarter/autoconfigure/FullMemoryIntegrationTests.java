package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.Finding;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Annotated methods over a Redis whose memory is full: one that evicts nothing, and one that evicts anything. */
class FullMemoryIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Far shorter than that, and the leases far longer. */
    private static final String WAIT_MAX = "2s";

    private static final String LEASE = "10m";
    private static final String OLD = "stock-app:1:stock:a";

    private RedisServerProcess redis;
    private ConfigurableApplicationContext context;
    private Stock stock;

    @AfterEach
    void stop() {
        context.close();
        redis.close();
    }

    @Test
    void cached_methods_go_on_when_a_server_that_evicts_nothing_is_full() {
        start("noeviction");
        stock.pieces("a");
        fill();

        assertThat(stock.pieces("a")).as("what is there is read").isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            assertThat(stock.pieces("k" + i)).isEqualTo(1);
        }

        assertThat(statistics().errors(Operation.GET, Reason.OUT_OF_MEMORY)).isEqualTo(20);
        assertThat(statistics().fallbacks(Reason.OUT_OF_MEMORY)).isEqualTo(20);
        assertThat(context.getBean(RedisAccess.class).gateway().available())
                .as("a full server is no outage")
                .isTrue();
    }

    @Test
    void evictions_work_when_it_is_full() {
        start("noeviction");
        stock.pieces("a");
        fill();

        stock.sell("a", 7);

        assertThat(redis.admin().command("EXISTS", OLD)).isEqualTo(0L);
        assertThat(stock.pieces("a")).isEqualTo(7);
    }

    @Test
    void a_put_that_finds_no_room_leaves_no_old_value() {
        start("noeviction");
        stock.pieces("a");
        fill();

        assertThat(stock.count("a", 9)).isEqualTo(9);

        assertThat(redis.admin().command("EXISTS", OLD)).isEqualTo(0L);
        assertThat(stock.pieces("a")).isEqualTo(9);
    }

    @Test
    void the_policy_is_named_with_its_remedy() {
        start("noeviction");

        await().atMost(LONG_ENOUGH)
                .untilAsserted(
                        () -> assertThat(context.getBean(FindingsRegister.class).current())
                                .filteredOn(finding -> finding.code().equals("noeviction"))
                                .first()
                                .extracting(Finding::action)
                                .asString()
                                .contains("maxmemory-policy", "allkeys-lru"));
    }

    /** The server may throw away the lease of a load that runs: others load then, and nobody waits for it until it ends. */
    @Test
    void nobody_waits_for_a_lease_that_a_server_has_evicted() {
        start("allkeys-random");
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletableFuture<?> stop = new CompletableFuture<>();
            CompletableFuture<Void> pressure = CompletableFuture.runAsync(() -> press(stop), threads);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String key = "k" + i % 40;
                calls.add(CompletableFuture.supplyAsync(() -> stock.pieces(key), threads));
            }

            for (CompletableFuture<Integer> call : calls) {
                assertThat(call.orTimeout(LONG_ENOUGH.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                                .join())
                        .isEqualTo(1);
            }

            stop.complete(null);
            pressure.join();
            assertThat(redis.admin().info("stats").get("evicted_keys")).isNotEqualTo("0");
        } finally {
            threads.shutdownNow();
        }
    }

    private void press(CompletableFuture<?> stop) {
        String value = "x".repeat(20_000);
        for (int i = 0; i < 2_000 || !stop.isDone(); i++) {
            redis.admin().command("SET", "pressure:" + i % 2_000, value);
        }
    }

    /** Until the server refuses: a limit just above what it uses would leave room for small values. */
    private void fill() {
        redis.admin().configure("maxmemory", "1");
    }

    private CacheStatistics statistics() {
        return context.getBean(CacheInsight.class).forCache("stock");
    }

    private void start(String policy) {
        redis = RedisServerProcess.start("--maxmemory", "16mb", "--maxmemory-policy", policy);
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(Patience.arguments(
                "--spring.application.name=stock-app",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=remote",
                "--cache-starter.defaults.load.lease=" + LEASE,
                "--cache-starter.defaults.load.wait-max=" + WAIT_MAX,
                "--spring.main.banner-mode=off"));
        stock = context.getBean(Stock.class);
        Patience.awaitRedis(context);
    }

    @CachedApplication
    @Import(Stock.class)
    static class Root {}

    static class Stock {

        private final Map<String, Integer> database = new ConcurrentHashMap<>();

        @Cacheable("stock")
        public int pieces(String key) {
            return database.getOrDefault(key, 1);
        }

        @CacheEvict(cacheNames = "stock", key = "#key")
        public void sell(String key, int left) {
            database.put(key, left);
        }

        @CachePut(cacheNames = "stock", key = "#key")
        public int count(String key, int found) {
            database.put(key, found);
            return found;
        }
    }
}
