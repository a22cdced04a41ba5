package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.redis.BreakerState;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Two instances with both tiers over a real Redis. */
class TwoTiersIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;
    private static Shop shop;
    private static Shop otherShop;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru");
        one = application(redis.port());
        other = application(redis.port());
        shop = one.getBean(Shop.class);
        otherShop = other.getBean(Shop.class);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        redis.close();
    }

    @BeforeEach
    void bothTiersWork() {
        for (String cache : List.of("products", "tags", "threads", "large")) {
            awaitLocal(one, cache);
            awaitLocal(other, cache);
        }
        shop.loads().set(0);
        otherShop.loads().set(0);
    }

    private static ConfigurableApplicationContext application(int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + port,
                "--cache-starter.caches.large.max-payload=1KB",
                "--spring.main.banner-mode=off"));
        for (String property : more) {
            arguments.add("--" + property);
        }
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(Patience.arguments(arguments.toArray(String[]::new)));
    }

    /** Until a second read of a cache is answered from memory. */
    private static void awaitLocal(ConfigurableApplicationContext context, String name) {
        Cache cache = context.getBean(CacheManager.class).getCache(name);
        await().atMost(SOON).until(() -> {
            cache.put("probe", "x");
            long before = statistics(context, name).localHits();
            cache.get("probe");
            return statistics(context, name).localHits() > before;
        });
    }

    private static CacheStatistics statistics(ConfigurableApplicationContext context, String cache) {
        return context.getBean(CacheInsight.class).find(cache).orElseThrow();
    }

    @Test
    void nothing_is_kept_in_memory_where_changes_may_not_be_announced() {
        redis.admin().command("ACL", "SETUSER", "mute", "on", ">secret", "~*", "&*", "+@all", "-publish");
        try (ConfigurableApplicationContext mute =
                application(redis.port(), "spring.data.redis.username=mute", "spring.data.redis.password=secret")) {
            Cache products = mute.getBean(CacheManager.class).getCache("products");
            products.put("mute", "x");
            FindingsRegister findings = mute.getBean(FindingsRegister.class);
            await().atMost(SOON)
                    .until(() -> findings.current().stream()
                            .anyMatch(finding -> finding.code().equals("invalidation-denied")
                                    && finding.subject().equals("products")
                                    && finding.action().contains("+publish &")));
            products.get("mute");
            long commands = commands("get");

            products.get("mute");

            assertThat(commands("get")).isEqualTo(commands + 1);
            assertThat(statistics(mute, "products").localHits()).isZero();
            assertThat(products.evictIfPresent("mute")).isTrue();
            assertThat(products.get("mute")).isNull();
        }
    }

    @Test
    void a_second_read_does_not_leave_the_process() {
        shop.product(1);
        long commands = commands("get");
        long hits = statistics(one, "products").localHits();

        assertThat(shop.product(1)).isEqualTo(new Product(1, "product 1 of 1")).isSameAs(shop.product(1));

        assertThat(commands("get")).isEqualTo(commands);
        assertThat(statistics(one, "products").localHits()).isEqualTo(hits + 2);
        assertThat(shop.loads()).hasValue(1);
    }

    @Test
    void an_entry_of_redis_is_kept_here_too() {
        shop.product(2);
        otherShop.product(2);
        long commands = commands("get");

        otherShop.product(2);

        assertThat(otherShop.loads()).hasValue(0);
        assertThat(commands("get")).isEqualTo(commands);
    }

    @Test
    void an_eviction_is_seen_here_at_once_and_there_soon() {
        shop.product(3);
        assertThat(otherShop.product(3).name()).isEqualTo("product 3 of 1");

        shop.remove(3);

        assertThat(shop.product(3).name()).isEqualTo("product 3 of 2");
        await().atMost(SOON).until(() -> otherShop.product(3).name().equals("product 3 of 2"));
    }

    @Test
    void a_put_is_seen_here_at_once_without_a_read_of_redis_and_there_soon() {
        shop.product(4);
        otherShop.product(4);

        shop.rename(4, "renamed");
        long commands = commands("get");

        assertThat(shop.product(4).name()).isEqualTo("renamed");
        assertThat(commands("get")).isEqualTo(commands);
        await().atMost(SOON).until(() -> otherShop.product(4).name().equals("renamed"));
    }

    @Test
    void a_clear_is_seen_here_at_once_and_there_soon() {
        shop.product(5);
        otherShop.product(5);

        assertThat(one.getBean(CacheManager.class).getCache("products").invalidate())
                .isTrue();

        assertThat(shop.product(5).name()).isEqualTo("product 5 of 2");
        await().atMost(SOON).until(() -> otherShop.product(5).name().equals("product 5 of 2"));
    }

    @Test
    void a_caller_that_changes_what_it_got_changes_it_for_nobody_else() {
        shop.tags("x").add("of the first caller");
        shop.tags("x").add("of a second caller, who had a copy from memory");
        otherShop.tags("x").add("of one elsewhere, who had a copy from Redis");

        assertThat(shop.tags("x")).containsExactly("x");
        assertThat(otherShop.tags("x")).containsExactly("x");
        assertThat(shop.loads()).hasValue(1);
    }

    @Test
    void a_value_that_cannot_be_kept_exactly_lives_in_memory_alone_and_a_finding_says_so() {
        Thread first = shop.thread("a");

        assertThat(shop.thread("a")).isSameAs(first);
        assertThat(shop.loads()).hasValue(1);
        assertThat(redis.admin().command("EXISTS", "shop:1:threads:a")).isEqualTo(0L);
        assertThat(one.getBean(FindingsRegister.class).current())
                .anySatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo("value-refused");
                    assertThat(finding.subject()).contains("threads");
                })
                .extracting(Finding::code)
                .contains("shared-mutable-value");
        assertThat(one.getBean(CacheManager.class).getCache("threads").evictIfPresent("a"))
                .isTrue();
        shop.thread("a");
        assertThat(shop.loads()).hasValue(2);
    }

    @Test
    void such_a_value_that_is_put_by_hand_is_found_here_and_there_is_none_elsewhere() {
        Cache mine = one.getBean(CacheManager.class).getCache("threads");
        Thread value = new Thread();
        mine.put("by hand", value);

        assertThat(mine.get("by hand").get()).isSameAs(value);
        assertThat(other.getBean(CacheManager.class).getCache("threads").get("by hand"))
                .isNull();
    }

    @Test
    void a_value_that_is_too_large_is_kept_nowhere() {
        shop.large("a");
        shop.large("a");

        assertThat(shop.loads()).hasValue(2);
        assertThat(one.getBean(FindingsRegister.class).current()).anySatisfy(finding -> {
            assertThat(finding.subject()).contains("large");
            assertThat(finding.action()).contains("max-payload");
        });
    }

    @Test
    void while_redis_is_away_memory_helps_for_a_while_and_what_is_changed_here_is_seen_here() {
        try (RedisServerProcess dying = RedisServerProcess.start();
                ConfigurableApplicationContext alone =
                        application(dying.port(), "cache-starter.defaults.outage-local-ttl=30m")) {
            awaitLocal(alone, "products");
            Shop lonely = alone.getBean(Shop.class);
            lonely.product(1);
            lonely.product(2);
            dying.kill();
            await().atMost(SOON).until(() -> {
                alone.getBean(CacheManager.class).getCache("tags").get("anything");
                return alone.getBean(RedisAccess.class).breaker() != BreakerState.CLOSED;
            });

            assertThat(lonely.product(1).name()).isEqualTo("product 1 of 1");
            lonely.remove(2);
            assertThat(lonely.product(2).name()).isEqualTo("product 2 of 3");
            assertThat(lonely.product(2).name()).isEqualTo("product 2 of 3");
        }
    }

    @Test
    void a_redis_that_is_absent_at_the_start_leaves_the_memory() {
        try (ConfigurableApplicationContext alone = application(1, "cache-starter.defaults.outage-local-ttl=30m")) {
            Shop lonely = alone.getBean(Shop.class);
            await().atMost(SOON).until(() -> {
                lonely.product(1);
                return alone.getBean(RedisAccess.class).breaker() != BreakerState.CLOSED;
            });
            String loaded = lonely.product(7).name();

            assertThat(lonely.product(7).name()).isEqualTo(loaded);
        }
    }

    @Test
    void nothing_is_read_from_memory_during_an_outage_where_the_settings_say_so() {
        try (ConfigurableApplicationContext alone = application(1, "cache-starter.defaults.outage-local-ttl=0")) {
            Shop lonely = alone.getBean(Shop.class);
            for (int i = 1; i <= 10; i++) {
                assertThat(lonely.product(7).name()).isEqualTo("product 7 of " + i);
            }
        }
    }

    /** How often Redis has run a command. */
    private static long commands(String name) {
        String stats = String.valueOf(redis.admin().command("INFO", "commandstats"));
        int at = stats.indexOf("cmdstat_" + name + ":calls=");
        return at < 0 ? 0 : Long.parseLong(stats.substring(stats.indexOf('=', at) + 1, stats.indexOf(',', at)));
    }

    record Product(long id, String name) {}

    static class Shop {

        private final AtomicInteger loads = new AtomicInteger();

        // A method, since a field of the proxy is not that of the bean.
        public AtomicInteger loads() {
            return loads;
        }

        @Cacheable("products")
        public Product product(long id) {
            return new Product(id, "product " + id + " of " + loads.incrementAndGet());
        }

        @CacheEvict("products")
        public void remove(long id) {}

        @CachePut(cacheNames = "products", key = "#id")
        public Product rename(long id, String name) {
            return new Product(id, name);
        }

        @Cacheable("tags")
        public List<String> tags(String name) {
            loads.incrementAndGet();
            return new ArrayList<>(List.of(name));
        }

        @Cacheable("threads")
        public Thread thread(String name) {
            loads.incrementAndGet();
            return new Thread(name);
        }

        @Cacheable("large")
        public String large(String name) {
            loads.incrementAndGet();
            return name.repeat(5_000);
        }
    }

    @CachedApplication
    @Import(Shop.class)
    static class Root {}
}
