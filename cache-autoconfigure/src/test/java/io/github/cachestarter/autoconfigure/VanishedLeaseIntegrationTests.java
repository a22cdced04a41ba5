package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * One instance loads and does not come to an end, and callers of another one wait for it. A lease of ten minutes would hold
 * them up, whether the server keeps it or, its memory being full, throws it away; {@code wait-max} does not let it.
 */
class VanishedLeaseIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String KEY = "reports:1:reports:a";
    private static final int CALLERS = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private RedisServerProcess redis;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-random");
    }

    @AfterEach
    void stop() {
        contexts.forEach(ConfigurableApplicationContext::close);
        threads.shutdownNow();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void nobody_waits_longer_for_a_lease_that_was_thrown_away(String mode) throws Exception {
        waitersGoOn(mode, () -> {
            redis.admin().configure("maxmemory", "1");
            await().atMost(LONG_ENOUGH).until(() -> !exists());
            redis.admin().configure("maxmemory", "64mb");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void nor_for_one_that_is_still_there(String mode) throws Exception {
        waitersGoOn(mode, () -> assertThat(exists()).isTrue());
    }

    /** What is counted: the callers have their answers while the load that they waited for still runs. */
    private void waitersGoOn(String mode, Runnable fault) throws Exception {
        ConfigurableApplicationContext slow = application(mode);
        ConfigurableApplicationContext other = application(mode);
        Reports held = slow.getBean(Reports.class);
        held.hold();
        Future<String> first = threads.submit(() -> held.report("a"));
        held.awaitBegun();

        List<Future<String>> waiting = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            waiting.add(threads.submit(() -> other.getBean(Reports.class).report("a")));
        }
        Heard heard = other.getBean(Heard.class);
        await().atMost(LONG_ENOUGH).until(() -> heard.awaited.get() > 0);
        fault.run();

        for (Future<String> call : waiting) {
            assertThat(call.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isEqualTo("report a");
        }
        assertThat(first.isDone()).as("what they waited for").isFalse();
        assertThat(other.getBean(Reports.class).loads()).isPositive();
        held.letGo();
        assertThat(first.get(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isEqualTo("report a");
    }

    private boolean exists() {
        return Long.valueOf(1).equals(redis.admin().command("EXISTS", KEY));
    }

    private ConfigurableApplicationContext application(String mode) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext context = application.run(
                "--spring.application.name=reports",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=" + mode,
                "--cache-starter.defaults.load.lease=10m",
                "--cache-starter.defaults.load.wait-max=2s",
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=5s",
                "--cache-starter.timeouts.write=5s",
                "--spring.main.banner-mode=off");
        contexts.add(context);
        Patience.awaitRedis(context);
        return context;
    }

    @CachedApplication
    @Import({Reports.class, Heard.class})
    static class Root {}

    static class Heard implements CacheListenerFactory, CacheListener {

        final AtomicInteger awaited = new AtomicInteger();

        @Override
        public CacheListener forCache(String name) {
            return this;
        }

        @Override
        public void leaseAwaited() {
            awaited.incrementAndGet();
        }
    }

    static class Reports {

        private final AtomicInteger loads = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile CountDownLatch end = new CountDownLatch(0);

        public int loads() {
            return loads.get();
        }

        public void hold() {
            end = new CountDownLatch(1);
        }

        public void awaitBegun() throws InterruptedException {
            assertThat(begun.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        public void letGo() {
            end.countDown();
        }

        @Cacheable("reports")
        public String report(String name) throws InterruptedException {
            loads.incrementAndGet();
            begun.countDown();
            end.await();
            return "report " + name;
        }
    }
}
