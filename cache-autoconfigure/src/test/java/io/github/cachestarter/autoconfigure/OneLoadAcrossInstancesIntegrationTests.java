package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** One cold key, six instances with a connection of their own each, twenty callers on each: one load serves them all. */
class OneLoadAcrossInstancesIntegrationTests {

    private static final int INSTANCES = 6;
    private static final int CALLERS_EACH = 20;
    private static final int RUNS = 7;
    private static final long LOADER_MILLIS = 200;

    /** Who is not woken waits for the rest of a lease of thirty seconds; in quiet times it is a few milliseconds. */
    private static final long BOUND_MILLIS = 5_000;

    private static RedisServerProcess redis;
    private static final List<ConfigurableApplicationContext> INSTANCE = new ArrayList<>();
    private static final AtomicInteger LOADS = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        for (int i = 0; i < INSTANCES; i++) {
            INSTANCE.add(application());
        }
        crowd("warm-up");
        // The first who uses a cache writes its first marker and announces it.
        INSTANCE.forEach(instance -> instance.getBean(Shop.class).quick("warm-up"));
        // And asks, before it subscribes to its messages, whether it may publish some.
        INSTANCE.forEach(OneLoadAcrossInstancesIntegrationTests::awaitHeard);
    }

    @AfterAll
    static void stop() {
        INSTANCE.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @BeforeEach
    void reset() {
        redis.admin().resetStats();
        LOADS.set(0);
    }

    @Test
    void a_hundred_and_twenty_callers_on_six_instances_run_one_load_and_are_served_soon_after_it() throws Exception {
        List<Long> late = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            late.add(crowd("cold-" + run) - LOADER_MILLIS);
            assertThat(LOADS.get()).as("loads after %s runs", run + 1).isEqualTo(run + 1);
        }
        late.sort(null);
        System.out.println("The last of 120 callers was served after the load by, in ms: " + late);
        assertThat(late.get(RUNS / 2)).as("the last caller in the median run").isLessThan(BOUND_MILLIS);
        assertThat(redis.admin().calls("publish"))
                .as("messages that wake those who wait: one a load")
                .isLessThanOrEqualTo(RUNS);
    }

    @Test
    void misses_for_which_nobody_waits_publish_nothing() {
        for (int i = 0; i < 60; i++) {
            shop(i % INSTANCES).quick("plain-" + i);
        }
        assertThat(LOADS.get()).isEqualTo(60);
        assertThat(redis.admin().commandCalls()).doesNotContainKey("publish");
    }

    private static void awaitHeard(ConfigurableApplicationContext instance) {
        int caches = instance.getBean(CacheManager.class).getCacheNames().size();
        InvalidationBus bus = instance.getBean(InvalidationBus.class);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> bus.snapshot().subscribed().size() == caches);
    }

    /** All callers at once; the answer is how long the last one took, in milliseconds. */
    private static long crowd(String key) throws Exception {
        int callers = INSTANCES * CALLERS_EACH;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CyclicBarrier together = new CyclicBarrier(callers);
            List<Future<Long>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Shop shop = shop(i % INSTANCES);
                calls.add(threads.submit(() -> {
                    together.await();
                    long started = System.nanoTime();
                    assertThat(shop.slow(key)).isEqualTo(key);
                    return System.nanoTime() - started;
                }));
            }
            long longest = 0;
            for (Future<Long> call : calls) {
                longest = Math.max(longest, call.get(60, TimeUnit.SECONDS));
            }
            return TimeUnit.NANOSECONDS.toMillis(longest);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Shop shop(int instance) {
        return INSTANCE.get(instance).getBean(Shop.class);
    }

    private static ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext started = application.run(Patience.arguments(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(started);
        return started;
    }

    @CachedApplication
    @Import(Shop.class)
    static class Root {}

    static class Shop {

        @Cacheable("slow")
        public String slow(String key) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(LOADER_MILLIS); // the database
            LOADS.incrementAndGet();
            return key;
        }

        @Cacheable("quick")
        public String quick(String key) {
            LOADS.incrementAndGet();
            return key;
        }
    }
}
