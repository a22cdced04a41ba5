package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.Repairer;
import io.github.cachestarter.redis.CacheServerCheckException;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisSentinels;
import io.github.cachestarter.testing.RedisServerProcess;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** However a context ends, no thread of this JVM and no connection to the server is left of it. */
class NothingIsLeftIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private RedisServerProcess redis;
    private Set<Thread> before;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
        before = Thread.getAllStackTraces().keySet();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void after_contexts_that_were_used_and_closed_one_after_the_other() {
        for (int i = 0; i < 3; i++) {
            try (ConfigurableApplicationContext context = run(Root.class)) {
                isUsed(context);
                assertThat(threads()).isNotEmpty();
            }
        }
        nothingIsLeft();
    }

    @Test
    void after_a_start_that_fails_when_our_beans_are_there() {
        assertThatThrownBy(() -> run(FailsLater.class)).hasStackTraceContaining("no licence");
        nothingIsLeft();
    }

    @Test
    void after_a_start_that_fails_last() {
        assertThatThrownBy(() -> run(FailsLast.class)).hasStackTraceContaining("no more");
        nothingIsLeft();
    }

    @Test
    void after_a_start_that_the_server_check_stops() {
        // The first connection of a JVM takes long, and a start waits for a second only.
        try (ConfigurableApplicationContext first = run(Root.class)) {
            isUsed(first);
        }
        redis.admin().configure("maxmemory", "64mb");
        assertThatThrownBy(() -> run(Root.class, "--cache-starter.server-check=fail"))
                .hasStackTraceContaining(CacheServerCheckException.class.getSimpleName());
        nothingIsLeft();
    }

    @Test
    void after_a_start_that_fails_while_redis_is_away() {
        redis.kill();
        assertThatThrownBy(() -> run(FailsLater.class)).hasStackTraceContaining("no licence");
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(threads()).isEmpty());
        redis.restart();
        nothingIsLeft();
    }

    @Test
    void after_a_start_that_fails_while_redis_is_stopped() {
        redis.pause();
        assertThatThrownBy(() -> run(FailsLater.class)).hasStackTraceContaining("no licence");
        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(threads()).isEmpty());
        redis.resume();
        nothingIsLeft();
    }

    @Test
    void after_a_context_that_ends_in_an_outage_with_repairs_pending() {
        WeakReference<Repairer> repairer = closedWithRepairsPending();
        // Whatever it had planned next would know it, from a thread of the JDK that has no end.
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            System.gc();
            assertThat(repairer.get()).isNull();
        });
        redis.resume();
        nothingIsLeft();
    }

    private WeakReference<Repairer> closedWithRepairsPending() {
        try (ConfigurableApplicationContext context = run(Root.class, "--cache-starter.repair.shutdown-wait=100ms")) {
            isUsed(context);
            redis.pause();
            context.getBean(Shop.class).reprice("a");
            Repairer repairer = context.getBean(Repairer.class);
            assertThat(repairer.queue().state().keys()).isEqualTo(1);
            return new WeakReference<>(repairer);
        }
    }

    @Test
    void after_a_child_context_and_its_parent() {
        SpringApplicationBuilder parent = new SpringApplicationBuilder(Root.class).web(WebApplicationType.NONE);
        try (ConfigurableApplicationContext outer = parent.run(arguments())) {
            isUsed(outer);
            List<String> ofTheParent = connections();
            try (ConfigurableApplicationContext child =
                    parent.child(Child.class).web(WebApplicationType.NONE).run(arguments())) {
                assertThat(child.getBean(TieredCacheManager.class)).isNotNull();
                isUsed(child);
            }
            await().atMost(LONG_ENOUGH)
                    .untilAsserted(() -> assertThat(connections()).hasSameSizeAs(ofTheParent));
            isUsed(outer);
        }
        nothingIsLeft();
    }

    @Test
    void after_two_contexts_side_by_side() {
        ConfigurableApplicationContext one = run(Root.class);
        ConfigurableApplicationContext other = run(Root.class);
        isUsed(one);
        isUsed(other);
        one.close();
        isUsed(other);
        other.close();
        nothingIsLeft();
    }

    @Test
    void after_a_context_that_asked_sentinels() {
        try (RedisSentinels sentinels = RedisSentinels.start()) {
            String nodes = sentinels.sentinels().stream()
                    .map(sentinel -> sentinel.host() + ":" + sentinel.port())
                    .collect(Collectors.joining(","));
            try (ConfigurableApplicationContext context = run(
                    Root.class,
                    "--spring.data.redis.sentinel.master=" + RedisSentinels.NAME,
                    "--spring.data.redis.sentinel.nodes=" + nodes)) {
                isUsed(context);
                await().atMost(LONG_ENOUGH)
                        .untilAsserted(() -> assertThat(ours(sentinels.sentinels()))
                                .hasSizeGreaterThanOrEqualTo(
                                        sentinels.sentinels().size()));
                assertThat(ours(sentinels.servers())).isNotEmpty();
            }
            await().atMost(LONG_ENOUGH).untilAsserted(() -> {
                assertThat(ours(sentinels.sentinels())).isEmpty();
                assertThat(ours(sentinels.servers())).isEmpty();
            });
        }
        nothingIsLeft();
    }

    /** Neither those of the Sentinels and servers among each other nor that of the question itself. */
    private static List<String> ours(List<RedisServerProcess> servers) {
        return servers.stream()
                .flatMap(server -> server.admin().clients().stream())
                .filter(client -> !client.contains("cmd=client") && !client.contains(" name=sentinel-"))
                .filter(client -> !client.contains("flags=S") && !client.contains("flags=M"))
                .toList();
    }

    private void nothingIsLeft() {
        await().atMost(LONG_ENOUGH).untilAsserted(() -> {
            assertThat(connections()).isEmpty();
            assertThat(threads()).isEmpty();
        });
    }

    private static void isUsed(ConfigurableApplicationContext context) {
        Patience.awaitRedis(context);
        // Only then all connections are there.
        await().atMost(LONG_ENOUGH)
                .until(() -> context.getBean(InvalidationBus.class).isHeard("prices"));
        Shop shop = context.getBean(Shop.class);
        shop.price("a");
        shop.reprice("a");
    }

    private List<String> connections() {
        return redis.admin().clients().stream()
                .filter(client -> !client.contains("cmd=client"))
                .toList();
    }

    private List<String> threads() {
        Set<Thread> now = Thread.getAllStackTraces().keySet();
        return now.stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                // Those of the JDK that run processes and nobody's tasks, and of the test itself.
                .filter(name -> !name.startsWith("process reaper") && !name.startsWith("ForkJoinPool.commonPool"))
                .filter(name -> !name.startsWith("awaitility"))
                // One for the whole JVM, begun by the first CompletableFuture.orTimeout of anybody in it, and without
                // an end.
                .filter(name -> !name.equals("CompletableFutureDelayScheduler"))
                // Reactor's, for the whole JVM too: Lettuce asks Sentinels with a time limit of its.
                .filter(name -> !name.startsWith("parallel-"))
                .collect(Collectors.toList());
    }

    private ConfigurableApplicationContext run(Class<?> root, String... more) {
        SpringApplication application = new SpringApplication(root);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        return application.run(arguments(more));
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.data.redis.port=" + redis.port(),
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=1s",
                "--cache-starter.timeouts.write=1s",
                "--spring.main.banner-mode=off"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        CacheStarterAutoConfiguration.class,
        CacheStarterInsightAutoConfiguration.class
    })
    @Import(Shop.class)
    static class Root {}

    @Configuration(proxyBeanMethods = false)
    @Import(Root.class)
    static class Child {}

    /** A bean that needs a cache and then fails. */
    @Configuration(proxyBeanMethods = false)
    @Import(Root.class)
    static class FailsLater {

        @Bean
        Object licence(TieredCacheManager caches, Shop shop) {
            shop.price("a");
            throw new IllegalStateException("no licence");
        }
    }

    /** All singletons are there, and then it fails. */
    @Configuration(proxyBeanMethods = false)
    @Import(Root.class)
    static class FailsLast {

        @Bean
        SmartInitializingSingleton last(Shop shop) {
            return () -> {
                shop.price("a");
                throw new IllegalStateException("no more");
            };
        }
    }

    static class Shop {

        @Cacheable("prices")
        public String price(String product) {
            return "price of " + product;
        }

        @CacheEvict("prices")
        public void reprice(String product) {}
    }
}
