package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.actuate.CacheStarterHealthIndicator;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.testing.RedisCluster;
import io.github.cachestarter.testing.RedisSentinels;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.testing.Standstill;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** An application starts before its Redis: one server, Sentinels, a cluster. */
class StartWithoutRedisIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Three seconds are promised, half a second is usual; the rest is for a machine that does other things too. */
    private static final Duration JOINED = Duration.ofSeconds(10);

    /**
     * By how much a start may take longer. It waits for a second at most; the rest is for a machine that does other things
     * too.
     */
    private static final Duration SLOWER = Duration.ofSeconds(10);

    @Test
    void a_single_server() {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            String where = "--spring.data.redis.port=" + redis.port();
            Duration with = startAndStop(where);
            redis.kill();
            try (Standstill standstill = Standstill.watch();
                    Started absent = start(where)) {
                assertThat(absent.took()).isLessThan(standstill.allow(with.plus(SLOWER)));
                isDegradedAndWorks(absent.context());
                redis.restart();
                joins(absent.context(), standstill);
            }
        }
    }

    @Test
    void sentinels_and_what_they_watch() {
        try (RedisSentinels redis = RedisSentinels.start()) {
            String[] where = {
                "--spring.data.redis.sentinel.master=" + RedisSentinels.NAME,
                "--spring.data.redis.sentinel.nodes=" + addresses(redis.sentinels())
            };
            Duration with = startAndStop(where);
            redis.sentinels().forEach(RedisServerProcess::kill);
            redis.servers().forEach(RedisServerProcess::kill);
            try (Standstill standstill = Standstill.watch();
                    Started absent = start(where)) {
                assertThat(absent.took()).isLessThan(standstill.allow(with.plus(SLOWER)));
                isDegradedAndWorks(absent.context());
                redis.servers().forEach(RedisServerProcess::restart);
                redis.sentinels().forEach(RedisServerProcess::restart);
                joins(absent.context(), standstill);
            }
        }
    }

    @Test
    void a_cluster() {
        try (RedisCluster redis = RedisCluster.start()) {
            String where = "--spring.data.redis.cluster.nodes=" + addresses(redis.nodes());
            Duration with = startAndStop(where);
            redis.nodes().forEach(RedisServerProcess::kill);
            try (Standstill standstill = Standstill.watch();
                    Started absent = start(where)) {
                assertThat(absent.took()).isLessThan(standstill.allow(with.plus(SLOWER)));
                isDegradedAndWorks(absent.context());
                redis.nodes().forEach(RedisServerProcess::restart);
                // Its nodes have to find each other first, which is no affair of ours.
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(LONG_ENOUGH)
                        .until(() -> redis.nodes().stream()
                                .allMatch(node -> String.valueOf(node.admin().command("CLUSTER", "INFO"))
                                        .contains("cluster_state:ok")));
                joins(absent.context(), standstill);
            }
        }
    }

    private static void isDegradedAndWorks(ConfigurableApplicationContext context) {
        assertThat(status(context)).isEqualTo(CacheStarterHealthIndicator.DEGRADED);
        Shop shop = context.getBean(Shop.class);
        assertThat(shop.price("a")).isEqualTo("price of a");
        Heard heard = context.getBean(Heard.class);
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(heard.events).containsExactly("unavailable"));
    }

    /** Hits, also in memory, which takes the subscriptions; and health. */
    private static void joins(ConfigurableApplicationContext context, Standstill standstill) {
        long appeared = System.nanoTime();
        RedisAccess access = context.getBean(RedisAccess.class);
        InvalidationBus bus = context.getBean(InvalidationBus.class);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(LONG_ENOUGH)
                .until(() ->
                        access.gateway().available() && status(context).equals(Status.UP) && bus.isHeard("prices"));
        Duration took = Duration.ofNanos(System.nanoTime() - appeared);
        System.out.println("joined after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(standstill.allow(JOINED));
        Shop shop = context.getBean(Shop.class);
        shop.price("a");
        int loads = shop.loads();
        shop.price("a");
        assertThat(shop.loads()).isEqualTo(loads);
        await().atMost(LONG_ENOUGH)
                .untilAsserted(() ->
                        assertThat(context.getBean(Heard.class).events).containsExactly("unavailable", "recovered"));
    }

    private static Status status(ConfigurableApplicationContext context) {
        return context.getBean(CacheStarterHealthIndicator.class).health().getStatus();
    }

    private static String addresses(List<RedisServerProcess> servers) {
        return servers.stream()
                .map(server -> server.host() + ":" + server.port())
                .collect(Collectors.joining(","));
    }

    private static Duration startAndStop(String... where) {
        try (Started started = start(where)) {
            await().atMost(LONG_ENOUGH).until(() -> status(started.context()).equals(Status.UP));
            return started.took();
        }
    }

    private static Started start(String... where) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(java.util.Map.of(
                "spring.application.name", "shop",
                // Generous, so that a busy machine does not look like an outage.
                "cache-starter.timeouts.read", "30s",
                "cache-starter.timeouts.write", "30s",
                "spring.main.banner-mode", "off"));
        long began = System.nanoTime();
        ConfigurableApplicationContext context = application.run(where);
        return new Started(context, Duration.ofNanos(System.nanoTime() - began));
    }

    private record Started(ConfigurableApplicationContext context, Duration took) implements AutoCloseable {

        @Override
        public void close() {
            context.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        CacheStarterAutoConfiguration.class,
        CacheStarterInsightAutoConfiguration.class,
        CacheStarterHealthAutoConfiguration.class
    })
    @Import({Shop.class, Heard.class})
    static class Root {}

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        public int loads() {
            return loads.get();
        }

        @Cacheable("prices")
        public String price(String product) {
            loads.incrementAndGet();
            return "price of " + product;
        }
    }

    static class Heard {

        final Queue<String> events = new ConcurrentLinkedQueue<>();

        @EventListener
        void unavailable(CacheUnavailableEvent event) {
            events.add("unavailable");
        }

        @EventListener
        void recovered(CacheRecoveredEvent event) {
            events.add("recovered");
        }
    }
}
