package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** Sixteen threads call annotated methods while the Redis process is killed, stopped or restarted. */
@ExtendWith(OutputCaptureExtension.class)
class OutageUnderLoadIntegrationTests {

    private static final int THREADS = 16;
    private static final int KEYS = 50;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    private RedisServerProcess redis;
    private FaultProxy proxy;
    private ConfigurableApplicationContext context;
    private Shop shop;
    private Heard heard;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        proxy = FaultProxy.before(redis.port());
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + proxy.port(),
                "--cache-starter.mode=remote",
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=5s",
                "--cache-starter.timeouts.write=5s",
                "--spring.main.banner-mode=off");
        shop = context.getBean(Shop.class);
        heard = context.getBean(Heard.class);
        for (int thread = 0; thread < THREADS; thread++) {
            AtomicInteger count = new AtomicInteger();
            calls.put(thread, count);
            threads.execute(() -> callUntilStopped(count));
        }
        awaitHits();
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        assertThat(threads.awaitTermination(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        context.close();
        proxy.close();
        redis.close();
    }

    @Test
    void a_kill_costs_no_exception_and_no_more_than_five_waits(CapturedOutput output) {
        redis.kill();
        proxy.cut();
        everyThreadGoesOn();
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("unavailable"));
        aCallCostsItsMethodAndLessThanAMillisecond();
        redis.restart();
        hitsAreBack("a kill");
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("recovered"));
        nothingWasThrown();
        saidOnce(output, "Redis does not answer");
        saidOnce(output, "Redis answers again");
    }

    @Test
    void a_stopped_process_costs_no_exception_and_no_more_than_five_waits(CapturedOutput output) {
        redis.pause();
        everyThreadGoesOn();
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("unavailable"));
        aCallCostsItsMethodAndLessThanAMillisecond();
        redis.resume();
        hitsAreBack("a stop");
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("recovered"));
        nothingWasThrown();
        saidOnce(output, "Redis does not answer");
        saidOnce(output, "Redis answers again");
    }

    @Test
    void a_blackhole_costs_no_exception_and_no_more_than_five_waits() {
        proxy.swallow();
        everyThreadGoesOn();
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("unavailable"));
        aCallCostsItsMethodAndLessThanAMillisecond();
        proxy.heal();
        hitsAreBack("a blackhole");
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("recovered"));
        nothingWasThrown();
    }

    @Test
    void a_restart_costs_no_exception() {
        proxy.cut();
        redis.restart();
        everyThreadGoesOn();
        awaitHits();
        nothingWasThrown();
    }

    /** Two hundred calls each: without a breaker they would wait for minutes and be counted. */
    private void everyThreadGoesOn() {
        Map<Integer, Integer> before = new ConcurrentHashMap<>();
        calls.forEach((thread, count) -> before.put(thread, count.get()));
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() -> assertThat(calls)
                        .allSatisfy((thread, count) ->
                                assertThat(count.get() - before.get(thread)).isGreaterThan(200)));
    }

    /** While fifteen others do the same; the method itself takes no time. */
    private void aCallCostsItsMethodAndLessThanAMillisecond() {
        long[] took = new long[1_001];
        for (int i = 0; i < took.length; i++) {
            long began = System.nanoTime();
            shop.product(1_000L + i);
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        long median = took[took.length / 2];
        System.out.println("a call with the breaker open: " + median / 1_000 + " microseconds");
        assertThat(Duration.ofNanos(median)).isLessThan(Duration.ofMillis(1));
    }

    private void awaitHits() {
        int before = heard.hits.get();
        await().atMost(LONG_ENOUGH).until(() -> heard.hits.get() > before + 1_000);
    }

    /** Three seconds are promised ({@code WayBackTests}); how long it takes on a machine that does other things too is told. */
    private void hitsAreBack(String fault) {
        int before = heard.hits.get();
        long began = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10)).atMost(LONG_ENOUGH).until(() -> heard.hits.get() > before);
        System.out.println("remote hits of annotated methods back "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms after " + fault);
        awaitHits();
    }

    private void nothingWasThrown() {
        assertThat(thrown).isEmpty();
        assertThat(heard.timeouts.get())
                .as("commands that somebody waited for in vain")
                .isLessThanOrEqualTo(5);
    }

    private static void saidOnce(CapturedOutput output, String text) {
        assertThat(output.getAll().lines().filter(line -> line.contains(text))).hasSize(1);
    }

    private void callUntilStopped(AtomicInteger count) {
        while (!stopped) {
            try {
                long id = ThreadLocalRandom.current().nextLong(KEYS);
                switch (ThreadLocalRandom.current().nextInt(20)) {
                    case 0 -> shop.remove(id);
                    case 1 -> shop.rename(id, "product " + id);
                    default -> assertThat(shop.product(id)).isEqualTo("product " + id);
                }
            } catch (Throwable ex) {
                thrown.add(ex);
            }
            count.incrementAndGet();
        }
    }

    @CachedApplication
    @Import({Shop.class, Heard.class})
    static class Root {}

    /** Counts hits, and the commands that each thread waited for in vain. */
    static class Heard implements CacheListenerFactory, CacheListener {

        final AtomicInteger hits = new AtomicInteger();
        final AtomicInteger timeouts = new AtomicInteger();
        final Queue<String> events = new ConcurrentLinkedQueue<>();

        @Override
        public CacheListener forCache(String name) {
            return this;
        }

        @Override
        public void hit(long nanos) {
            hits.incrementAndGet();
        }

        @Override
        public void error(Operation operation, RemoteException failure) {
            if (failure.reason() == RemoteException.Reason.TIMEOUT) {
                timeouts.incrementAndGet();
            }
        }

        @EventListener
        void unavailable(CacheUnavailableEvent event) {
            events.add("unavailable");
        }

        @EventListener
        void recovered(CacheRecoveredEvent event) {
            events.add("recovered");
        }
    }

    static class Shop {

        @Cacheable("products")
        public String product(Long id) {
            return "product " + id;
        }

        @CachePut(cacheNames = "products", key = "#id")
        public String rename(Long id, String name) {
            return name;
        }

        @CacheEvict("products")
        public void remove(Long id) {}
    }
}
