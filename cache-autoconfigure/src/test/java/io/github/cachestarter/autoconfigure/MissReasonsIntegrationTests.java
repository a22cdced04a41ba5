package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

/** Redis only says that nothing is there. Each case is what one of two instances knows beyond that. */
class MissReasonsIntegrationTests {

    private static final Duration SOON = Patience.LONG_ENOUGH;

    private RedisServerProcess redis;
    private ConfigurableApplicationContext one;
    private ConfigurableApplicationContext other;
    private Cache products;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
        one = application();
        other = application();
        products = cache(one);
    }

    @AfterEach
    void stop() {
        Stream.of(one, other).forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @Test
    void a_key_that_was_never_met_is_cold_for_each_instance() {
        products.get("chair", () -> "a chair");
        redis.admin().command("DEL", "shop:1:products:chair");
        cache(other).get("chair", () -> "a chair");

        assertReasons(one, MissReason.COLD, 1);
        assertReasons(other, MissReason.COLD, 1);
    }

    @Test
    void an_entry_whose_time_was_over_has_expired() {
        Cache brief = one.getBean(CacheManager.class).getCache("short");
        brief.get("chair", () -> "a chair");
        await().atMost(SOON)
                .until(() -> redis.admin()
                        .command("EXISTS", "shop:1:short:chair")
                        .toString()
                        .equals("0"));
        brief.get("chair", () -> "a chair");

        assertThat(statistics(one, "short").misses(MissReason.EXPIRED)).isEqualTo(1);
        assertThat(statistics(one, "short").misses()).isEqualTo(2);
    }

    @Test
    void what_this_or_another_instance_evicted_was_evicted() {
        Set<String> heard = heard();
        for (String key : Set.of("chair", "table")) {
            products.get(key, () -> key);
        }
        products.evict("chair");
        cache(other).evict("table");
        await().atMost(SOON).until(() -> heard.contains("shop:1:products:table"));
        for (String key : Set.of("chair", "table")) {
            products.get(key, () -> key);
        }

        assertReasons(one, MissReason.EVICTED, 2);
        assertThat(statistics(one, "products").misses()).isEqualTo(4);
    }

    @Test
    void what_the_server_has_no_longer_although_its_time_was_not_over_was_removed() {
        products.get("chair", () -> "a chair");
        cache(other).get("chair", () -> "nobody asks");
        redis.admin().command("DEL", "shop:1:products:chair");
        cache(other).get("chair", () -> "a chair");

        assertReasons(other, MissReason.REMOVED, 1);
    }

    @Test
    void what_was_cleared_is_marked_also_when_its_memory_was_given_back() {
        Set<String> heard = heard();
        for (String key : Set.of("chair", "table")) {
            products.get(key, () -> key);
        }
        cache(other).clear();
        await().atMost(SOON).until(() -> heard.contains("clear"));
        redis.admin().command("DEL", "shop:1:products:chair");
        for (String key : Set.of("chair", "table")) {
            products.get(key, () -> key);
        }

        assertReasons(one, MissReason.MARKED, 2);
    }

    @Test
    void without_insight_nobody_remembers() {
        try (ConfigurableApplicationContext blind = application("--cache-starter.insight.enabled=false")) {
            cache(blind).get("chair", () -> "a chair");
            assertReasons(blind, MissReason.ABSENT, 1);
        }
    }

    /** What the first instance hears from now on, after all others there have heard it. */
    private Set<String> heard() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        one.getBean(InvalidationBus.class).listen(new InvalidationListener() {
            @Override
            public void invalidated(String cache, String redisKey) {
                heard.add(redisKey);
            }

            @Override
            public void marked(String cache, @Nullable String tag, long stamp) {
                heard.add("clear");
            }
        });
        await().atMost(SOON).until(() -> one.getBean(InvalidationBus.class).isHeard("products"));
        return heard;
    }

    private static void assertReasons(ConfigurableApplicationContext context, MissReason reason, long times) {
        assertThat(statistics(context, "products").misses(reason)).isEqualTo(times);
    }

    private static CacheStatistics statistics(ConfigurableApplicationContext context, String cache) {
        return context.getBean(CacheInsight.class).forCache(cache);
    }

    private static Cache cache(ConfigurableApplicationContext context) {
        return context.getBean(CacheManager.class).getCache("products");
    }

    private ConfigurableApplicationContext application(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--spring.application.name=shop",
                                "--spring.main.banner-mode=off",
                                "--spring.data.redis.port=" + redis.port(),
                                "--cache-starter.server-check=off",
                                "--cache-starter.defaults.local.enabled=false",
                                "--cache-starter.defaults.ttl-jitter=0%",
                                "--cache-starter.caches.products.ttl=1h",
                                "--cache-starter.caches.short.ttl=1s"),
                        Stream.of(more))
                .toArray(String[]::new);
        ConfigurableApplicationContext started = new SpringApplicationBuilder(Root.class)
                .web(WebApplicationType.NONE)
                .run(Patience.arguments(arguments));
        Patience.awaitRedis(started);
        return started;
    }

    @CachedApplication
    static class Root {}
}
