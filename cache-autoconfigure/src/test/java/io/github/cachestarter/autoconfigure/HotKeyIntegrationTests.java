package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * One hot key on three instances: 200 requests a second, loads of 400 ms. A request that waits for a load is a miss, so that
 * is what is counted.
 *
 * <p>An entry lives for ten seconds here and is refreshed after about four: a machine that stands still for some seconds in
 * between must not make requests wait. On an idle machine it can be two seconds, for a whole minute, as on the page about
 * freshness: {@code -Dhot-key.ttl=2s -Dhot-key.beta=1 -Dhot-key.seconds=60}.
 */
class HotKeyIntegrationTests {

    private static final int INSTANCES = 3;
    private static final int PER_SECOND = 200;
    private static final int SECONDS = Integer.getInteger("hot-key.seconds", 14);

    private static final String TTL = System.getProperty("hot-key.ttl", "10s");
    private static final String BETA = System.getProperty("hot-key.beta", "3");

    private static final AtomicInteger LOADS = new AtomicInteger();

    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private RedisServerProcess redis;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(application());
        }
        LOADS.set(0);
    }

    @AfterEach
    void stop() {
        instances.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @Test
    void with_probabilistic_refreshes_nobody_waits_after_the_first_load_and_none_is_made_twice() throws Exception {
        requests(Hot::refreshed);

        // Until what was under way at the end is stored; what ends later is not counted.
        AtomicInteger loads = new AtomicInteger();
        await().until(() -> {
            loads.set(LOADS.get());
            return sum("refreshed", CacheStatistics::puts) * 1.1 >= loads.get();
        });
        long misses = sum("refreshed", CacheStatistics::misses);
        long stored = sum("refreshed", CacheStatistics::puts);
        System.out.printf(
                "probabilistic: %d s, %d loads for %d entries (%.2f each), %d requests missed%n",
                SECONDS, loads.get(), stored, (double) loads.get() / stored, misses);
        assertThat(misses).as("the first request on each instance at most").isLessThanOrEqualTo(INSTANCES);
        assertThat(loads.get()).as("loads").isGreaterThanOrEqualTo(2);
        assertThat((double) loads.get() / stored).as("loads per entry").isLessThanOrEqualTo(1.1);
    }

    @Test
    void without_refreshes_requests_wait_at_each_expiry() throws Exception {
        requests(Hot::plain);

        long misses = sum("plain", CacheStatistics::misses);
        System.out.printf("off: %d s, %d loads, %d requests missed%n", SECONDS, LOADS.get(), misses);
        assertThat(misses).isGreaterThan(INSTANCES + SECONDS / 2);
    }

    private void requests(Call call) throws Exception {
        List<Hot> hot =
                instances.stream().map(instance -> instance.getBean(Hot.class)).toList();
        call.on(hot.get(0));
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(64);
        try {
            AtomicInteger number = new AtomicInteger();
            var unused = clients.scheduleAtFixedRate(
                    () -> clients.execute(() -> call.on(hot.get(number.getAndIncrement() % INSTANCES))),
                    0,
                    1_000 / PER_SECOND,
                    TimeUnit.MILLISECONDS);
            TimeUnit.SECONDS.sleep(SECONDS); // the load of the test itself
        } finally {
            clients.shutdownNow();
            assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private long sum(String cache, ToLongFunction<CacheStatistics> count) {
        return instances.stream()
                .map(instance -> instance.getBean(CacheInsight.class).forCache(cache))
                .mapToLong(count)
                .sum();
    }

    private ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext started = application.run(Patience.arguments(
                "--spring.application.name=hot",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.defaults.ttl-jitter=0",
                "--cache-starter.caches.plain.ttl=2s",
                "--cache-starter.caches.refreshed.ttl=" + TTL,
                "--cache-starter.caches.refreshed.refresh.mode=probabilistic",
                "--cache-starter.caches.refreshed.refresh.beta=" + BETA,
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(started);
        return started;
    }

    private interface Call {
        void on(Hot hot);
    }

    @CachedApplication
    @Import(Hot.class)
    static class Root {}

    static class Hot {

        @Cacheable("refreshed")
        public Integer refreshed() {
            return load();
        }

        @Cacheable("plain")
        public Integer plain() {
            return load();
        }

        private static int load() {
            try {
                TimeUnit.MILLISECONDS.sleep(400); // the database
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
            return LOADS.incrementAndGet();
        }
    }
}
