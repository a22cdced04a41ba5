package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheRepairedEvent;
import io.github.cachestarter.CacheRepairsPendingEvent;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** Evictions while a real Redis is stopped, killed or started anew: none is forgotten. */
@ExtendWith(OutputCaptureExtension.class)
class RepairIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private RedisServerProcess redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
    }

    @AfterEach
    void stop() {
        contexts.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @Test
    void what_is_evicted_while_redis_is_stopped_is_gone_when_it_goes_on() {
        ConfigurableApplicationContext one = impatient();
        Prices prices = one.getBean(Prices.class);
        Prices others = impatient().getBean(Prices.class);
        prices.price("a");
        redis.pause();

        prices.change("a", 2);
        prices.change("b", 2);

        assertThat(prices.price("a")).isEqualTo(2);
        assertThat(queue(one).state().keys()).isEqualTo(2);

        redis.resume();

        awaitRepaired(one);
        others.write("a", 2);
        assertThat(others.price("a")).as("loaded anew").isEqualTo(2);
        assertThat(prices.price("a")).isEqualTo(2);
    }

    /** Checks RM1 and RM2 of the protocol model, with the old value really there. */
    @Test
    void until_then_the_instance_that_evicted_does_not_read_the_old_value() {
        ConfigurableApplicationContext one = application();
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.admin().command("ACL", "SETUSER", "default", "-evalsha", "-eval");
        prices.change("a", 2);

        assertThat(redis.admin().command("EXISTS", "prices-app:1:prices:a"))
                .as("the old value")
                .isEqualTo(1L);
        for (int i = 0; i < 20; i++) {
            assertThat(prices.price("a")).isEqualTo(2);
        }

        redis.admin().command("ACL", "SETUSER", "default", "+@all");

        awaitRepaired(one);
        assertThat(redis.admin().command("EXISTS", "prices-app:1:prices:a")).isEqualTo(0L);
    }

    @Test
    void a_put_that_does_not_reach_redis_is_an_eviction() {
        ConfigurableApplicationContext one = application();
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.admin().command("ACL", "SETUSER", "default", "-evalsha", "-eval");

        assertThat(prices.replace("a", 3)).isEqualTo(3);

        assertThat(prices.price("a")).isEqualTo(3);
        redis.admin().command("ACL", "SETUSER", "default", "+@all");
        awaitRepaired(one);
        assertThat(redis.admin().command("EXISTS", "prices-app:1:prices:a")).isEqualTo(0L);
    }

    @Test
    void a_clear_that_does_not_reach_redis_is_repaired_too() {
        ConfigurableApplicationContext one = impatient();
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.pause();

        prices.clear();
        prices.write("a", 2);

        assertThat(prices.price("a")).isEqualTo(2);
        redis.resume();
        awaitRepaired(one);
        assertThat(prices.price("a")).isEqualTo(2);
    }

    @Test
    void it_is_told_once_and_the_application_hears_of_both_ends(CapturedOutput output) {
        ConfigurableApplicationContext one = impatient();
        Prices prices = one.getBean(Prices.class);
        redis.pause();
        for (int i = 0; i < 50; i++) {
            prices.change("k" + i, i);
        }
        redis.resume();
        awaitRepaired(one);

        Heard heard = one.getBean(Heard.class);
        await().atMost(LONG_ENOUGH).until(() -> heard.events.contains("repaired"));
        assertThat(heard.events).startsWith("pending prices");
        assertThat(output.getOut().split("A change of the cache 'prices' has not reached Redis", -1))
                .hasSize(2);
    }

    @Test
    void where_the_caller_wants_to_know_it_gets_an_exception_through_the_annotation() {
        ConfigurableApplicationContext one = impatient("--cache-starter.caches.prices.on-evict-failure=throw");
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.pause();

        assertThatThrownBy(() -> prices.change("a", 2))
                .isInstanceOf(EvictionPendingException.class)
                .hasMessageContainingAll("'a'", "'prices'");
        assertThatThrownBy(() -> prices.replace("b", 2)).isInstanceOf(EvictionPendingException.class);
        assertThatThrownBy(prices::clear).isInstanceOf(EvictionPendingException.class);
        assertThat(prices.price("a")).as("reads go on").isEqualTo(2);
        assertThat(queue(one).isEmpty()).isFalse();
    }

    /** Check RH3 of the protocol model: a snapshot from before the eviction comes back. */
    @Test
    void a_server_that_comes_back_with_an_old_snapshot_is_not_believed() {
        ConfigurableApplicationContext one = application();
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.admin().command("SAVE");
        prices.change("a", 2);
        assertThat(prices.price("a")).isEqualTo(2);

        redis.restart();
        assertThat(redis.admin().command("EXISTS", "prices-app:1:prices:a"))
                .as("it is back")
                .isEqualTo(1L);

        Patience.awaitRedis(one);
        assertThat(prices.price("a")).isEqualTo(2);
        awaitRepaired(one);
        assertThat(prices.price("a")).isEqualTo(2);
    }

    @Test
    void of_several_instances_one_clears_each_cache_after_a_restart_and_the_others_take_its_clear() {
        List<ConfigurableApplicationContext> instances = List.of(application(), application(), application());
        instances.forEach(one -> one.getBean(Prices.class).price("a"));
        redis.admin().command("SAVE");
        instances.forEach(one -> one.getBean(Prices.class).write("a", 2));
        instances.get(0).getBean(Prices.class).change("a", 2);

        redis.restart();
        instances.forEach(Patience::awaitRedis);
        instances.forEach(RepairIntegrationTests::awaitRepaired);

        assertThat(redis.admin().calls("zadd"))
                .as("one marker, and what it was written for")
                .isEqualTo(2);
        instances.forEach(
                one -> assertThat(one.getBean(Prices.class).price("a")).isEqualTo(2));
    }

    @Test
    void what_is_evicted_during_the_restart_is_evicted_though_another_instance_has_cleared() {
        ConfigurableApplicationContext one = application();
        ConfigurableApplicationContext late = application();
        one.getBean(Prices.class).price("a");
        RepairQueue lateQueue = queue(late);
        redis.kill();
        late.getBean(Prices.class).change("a", 2);
        late.getBean(Prices.class).change("b", 2);
        assertThat(lateQueue.state().keys()).isEqualTo(2);
        redis.restart();

        awaitRepaired(one);
        awaitRepaired(late);

        assertThat(redis.admin().calls("zadd")).as("one clear").isEqualTo(2);
        assertThat(redis.admin().calls("unlink"))
                .as("and each of the evictions")
                .isEqualTo(3);
    }

    @Test
    void a_shutdown_sends_what_is_pending_if_redis_is_back_in_time() {
        ConfigurableApplicationContext one = application("--cache-starter.repair.shutdown-wait=30s");
        Prices prices = one.getBean(Prices.class);
        prices.price("a");
        redis.admin().command("ACL", "SETUSER", "default", "-evalsha", "-eval");
        prices.change("a", 2);
        redis.admin().command("ACL", "SETUSER", "default", "+@all");

        one.close();

        assertThat(redis.admin().command("EXISTS", "prices-app:1:prices:a")).isEqualTo(0L);
    }

    @Test
    void a_shutdown_in_an_outage_says_what_is_lost_and_does_not_wait_for_ever(CapturedOutput output) {
        ConfigurableApplicationContext one = impatient("--cache-starter.repair.shutdown-wait=100ms");
        redis.pause();
        one.getBean(Prices.class).change("a", 2);

        one.close();

        assertThat(output).contains("Shutting down with 1 evictions and 0 clears", "{prices=1}");
    }

    private ConfigurableApplicationContext application(String... more) {
        return start(Patience.arguments(more));
    }

    /** For a server that is stopped: each of the first commands waits for as long. */
    private ConfigurableApplicationContext impatient(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--cache-starter.timeouts.read=1s", "--cache-starter.timeouts.write=1s"));
        arguments.addAll(Arrays.asList(more));
        return start(arguments.toArray(String[]::new));
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=prices-app",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.mode=remote",
                "--spring.main.banner-mode=off"));
        arguments.addAll(Arrays.asList(more));
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
        contexts.add(context);
        Patience.awaitRedis(context);
        return context;
    }

    private static RepairQueue queue(ConfigurableApplicationContext context) {
        return context.getBean(RepairQueue.class);
    }

    private static void awaitRepaired(ConfigurableApplicationContext context) {
        await().atMost(LONG_ENOUGH).until(queue(context)::isEmpty);
    }

    @CachedApplication
    @Import({Prices.class, Heard.class})
    static class Root {}

    static class Prices {

        private final Map<String, Integer> database = new ConcurrentHashMap<>();

        @Cacheable("prices")
        public int price(String key) {
            return database.getOrDefault(key, 1);
        }

        @CacheEvict(cacheNames = "prices", key = "#key")
        public void change(String key, int price) {
            database.put(key, price);
        }

        @CachePut(cacheNames = "prices", key = "#key")
        public int replace(String key, int price) {
            database.put(key, price);
            return price;
        }

        /** As somebody else does, past the cache. */
        public void write(String key, int price) {
            database.put(key, price);
        }

        @CacheEvict(cacheNames = "prices", allEntries = true)
        public void clear() {}
    }

    static class Heard {

        final List<String> events = new CopyOnWriteArrayList<>();

        @EventListener
        void pending(CacheRepairsPendingEvent event) {
            events.add("pending " + event.cache());
        }

        @EventListener
        void repaired(CacheRepairedEvent event) {
            events.add("repaired");
        }
    }
}
