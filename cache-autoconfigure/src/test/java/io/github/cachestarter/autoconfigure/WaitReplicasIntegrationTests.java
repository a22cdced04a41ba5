package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.CacheTagEvict;
import io.github.cachestarter.CacheTags;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

/** Changes that wait for a real replica, which works or is stopped. */
@ExtendWith(OutputCaptureExtension.class)
class WaitReplicasIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private RedisServerProcess primary;
    private RedisServerProcess replica;
    private @Nullable ConfigurableApplicationContext context;
    private Shop shop;
    private Heard heard;

    @BeforeEach
    void start() {
        primary = RedisServerProcess.start("--repl-diskless-sync-delay", "0");
        replica = RedisServerProcess.start("--replicaof", primary.host() + " " + primary.port());
        await().atMost(LONG_ENOUGH)
                .until(() -> "up".equals(replica.admin().info("replication").get("master_link_status")));
    }

    private void startApplication(String waitForReplica) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(Patience.arguments(
                "--spring.application.name=shop",
                "--spring.data.redis.port=" + primary.port(),
                "--cache-starter.mode=remote",
                "--cache-starter.defaults.wait-replicas=1",
                "--cache-starter.defaults.wait-replicas-timeout=" + waitForReplica,
                "--cache-starter.caches.strict.on-evict-failure=throw",
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(context);
        shop = context.getBean(Shop.class);
        heard = context.getBean(Heard.class);
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.close();
        }
        primary.close();
        replica.close();
    }

    @Test
    void when_a_change_returns_the_replica_has_it() {
        startApplication("30s");
        for (int i = 0; i < 20; i++) {
            await().atMost(LONG_ENOUGH).until(() -> {
                shop.price("a"); // a store may be refused, such as one that was too slow
                return has(replica);
            });
            shop.reprice("a");
            assertThat(has(replica)).isFalse();
        }
        shop.set("a", 5);
        assertThat(has(replica)).isTrue();
        assertThat(heard.unreplicated).isEmpty();
    }

    @Test
    void without_its_replica_a_change_happens_and_is_reported_and_its_caller_goes_on(CapturedOutput output) {
        startApplication("400ms");
        shop.price("a");
        replica.pause();
        int loads = shop.loads();

        for (int i = 0; i < 3; i++) {
            shop.reprice("a");
            assertThat(has(primary)).isFalse();
            shop.price("a");
        }

        assertThat(shop.loads()).as("nothing old was read").isEqualTo(loads + 3);
        assertThat(heard.unreplicated).hasSize(3);
        assertThat(context.getBean(RepairQueue.class).isEmpty())
                .as("nothing has to be sent again")
                .isTrue();
        assertThat(output.getAll()
                        .lines()
                        .filter(line -> line.contains("is not known to have reached enough replicas")))
                .hasSize(1);
        replica.resume();
        await().atMost(LONG_ENOUGH).until(() -> {
            heard.unreplicated.clear();
            shop.reprice("a");
            return heard.unreplicated.isEmpty();
        });
    }

    @Test
    void without_its_replica_each_kind_of_change_tells_its_caller_if_it_is_to() {
        startApplication("400ms");
        replica.pause();
        List<Runnable> changes = List.of(
                () -> shop.strictEvict("a"),
                () -> shop.strictPut("a", 3),
                () -> shop.strictClear(),
                () -> shop.strictTag("red"));

        assertThat(changes).allSatisfy(change -> {
            EvictionPendingException told = catchThrowableOfType(EvictionPendingException.class, change::run);
            assertThat(told).isNotNull().hasMessageContaining("not by enough replicas");
            assertThat(told.isAcknowledged()).isTrue();
        });

        CompletableFuture<Integer> later = shop.strictLater("a");
        assertThat(later)
                .failsWithin(LONG_ENOUGH)
                .withThrowableThat()
                .withCauseInstanceOf(EvictionPendingException.class);
        replica.resume();
    }

    private static boolean has(RedisServerProcess server) {
        return Long.valueOf(1).equals(server.admin().command("EXISTS", "shop:1:prices:a"));
    }

    @CachedApplication
    @Import({Shop.class, Heard.class})
    static class Root {}

    static class Heard implements CacheListenerFactory, CacheListener {

        final Queue<RemoteException> unreplicated = new ConcurrentLinkedQueue<>();

        @Override
        public CacheListener forCache(String name) {
            return this;
        }

        @Override
        public void error(Operation operation, RemoteException failure) {
            if (failure.reason() == Reason.NOT_REPLICATED) {
                unreplicated.add(failure);
            }
        }
    }

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        public int loads() {
            return loads.get();
        }

        @Cacheable("prices")
        public Integer price(String product) {
            return loads.incrementAndGet();
        }

        @CacheEvict("prices")
        public void reprice(String product) {}

        @CachePut(cacheNames = "prices", key = "#product")
        public Integer set(String product, int price) {
            return price;
        }

        @Cacheable("strict")
        @CacheTags("#product")
        public Integer strict(String product) {
            return 1;
        }

        @CacheEvict("strict")
        public void strictEvict(String product) {}

        @CacheEvict(cacheNames = "strict")
        public CompletableFuture<Integer> strictLater(String product) {
            return CompletableFuture.completedFuture(1);
        }

        @CachePut(cacheNames = "strict", key = "#product")
        public Integer strictPut(String product, int price) {
            return price;
        }

        @CacheEvict(cacheNames = "strict", allEntries = true)
        public void strictClear() {}

        @CacheTagEvict(cacheNames = "strict", tags = "#tag")
        public void strictTag(String tag) {}
    }
}
