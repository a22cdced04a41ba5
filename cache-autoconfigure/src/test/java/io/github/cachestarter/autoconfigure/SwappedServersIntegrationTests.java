package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Two servers that know nothing of each other: what leads to one of them leads to the other, while both are alive. */
class SwappedServersIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String KEY = "shop:1:prices:a";

    private final AtomicInteger database = new AtomicInteger(1);
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private RedisServerProcess old;
    private RedisServerProcess next;

    @BeforeEach
    void start() {
        old = RedisServerProcess.start();
        next = RedisServerProcess.start();
        // So long that it cannot be taken for one that was started in the place of the old one.
        await().atMost(LONG_ENOUGH)
                .until(() -> Integer.parseInt(next.admin().info("server").get("uptime_in_seconds")) >= 3);
    }

    @AfterEach
    void stop() {
        contexts.forEach(ConfigurableApplicationContext::close);
        proxies.forEach(FaultProxy::close);
        old.close();
        next.close();
    }

    /** What was evicted through the old one, by whoever came last, is not there when all are at the new one. */
    @Test
    void once_all_instances_are_at_the_new_one_nothing_old_is_left() {
        ConfigurableApplicationContext first = application();
        ConfigurableApplicationContext last = application();
        assertThat(prices(first).price("a")).isEqualTo(1);
        assertThat(prices(last).price("a")).isEqualTo(1);

        swap(0, first, next);
        assertThat(prices(first).price("a")).isEqualTo(1);
        assertThat(next.admin().command("EXISTS", KEY)).as("in the new one").isEqualTo(1L);
        database.set(2);
        prices(last).change("a");
        assertThat(queue(last).isEmpty()).as("acknowledged by the old one").isTrue();

        swap(1, last, next);
        assertThat(prices(last).price("a")).isEqualTo(2);
        assertThat(prices(first).price("a")).isEqualTo(2);
    }

    @Test
    void nor_after_a_way_there_and_back_and_there_again() {
        ConfigurableApplicationContext one = application();
        for (int round = 0; round < 3; round++) {
            swap(0, one, next);
            assertThat(prices(one).price("a")).isEqualTo(database.get());
            swap(0, one, old);
            database.incrementAndGet();
            prices(one).change("a");
        }
    }

    /** Commands go there then, and all that had to be done before they are believed is done. */
    private void swap(int number, ConfigurableApplicationContext context, RedisServerProcess to) {
        to.admin().resetStats();
        proxies.get(number).leadTo(to.port());
        proxies.get(number).cut();
        await().atMost(LONG_ENOUGH)
                .until(() -> to.admin().calls("evalsha") + to.admin().calls("eval") > 0);
        await().atMost(LONG_ENOUGH)
                .until(() -> context.getBean(RedisAccess.class).gateway().available()
                        && queue(context).isEmpty());
    }

    private static RepairQueue queue(ConfigurableApplicationContext context) {
        return context.getBean(RepairQueue.class);
    }

    private static Prices prices(ConfigurableApplicationContext context) {
        return context.getBean(Prices.class);
    }

    /** An instance with a way to Redis of its own, which leads to the old server. */
    private ConfigurableApplicationContext application() {
        FaultProxy proxy = FaultProxy.before(old.port());
        proxies.add(proxy);
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("database", database));
        ConfigurableApplicationContext context = application.run(
                "--spring.application.name=shop",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + proxy.port(),
                "--cache-starter.mode=remote",
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=5s",
                "--cache-starter.timeouts.write=5s",
                "--spring.main.banner-mode=off");
        contexts.add(context);
        Patience.awaitRedis(context);
        return context;
    }

    @CachedApplication
    @Import(Prices.class)
    static class Root {}

    static class Prices {

        private final AtomicInteger database;

        Prices(AtomicInteger database) {
            this.database = database;
        }

        @Cacheable("prices")
        public int price(String product) {
            return database.get();
        }

        @CacheEvict("prices")
        public void change(String product) {}
    }
}
