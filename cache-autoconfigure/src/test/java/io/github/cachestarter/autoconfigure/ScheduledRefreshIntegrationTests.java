package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Two instances keep the hottest keys of a cache warm, with both tiers over a real Redis. */
class ScheduledRefreshIntegrationTests {

    private static final Duration SOON = Duration.ofMinutes(2);

    /** A machine may stand still for most of it: an entry that expired would be a miss. */
    private static final Duration LONG_TTL = Duration.ofSeconds(20);

    private final AtomicInteger database = new AtomicInteger();
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private RedisServerProcess redis;

    /** Two instances on whose entries refreshes are due after a fifth of that time. */
    private void start(Duration ttl, Duration forgetAfter) {
        redis = RedisServerProcess.start();
        instances.add(application(ttl, forgetAfter));
        instances.add(application(ttl, forgetAfter));
    }

    @AfterEach
    void stop() {
        instances.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @Test
    void what_both_have_read_is_loaded_by_one_of_them_again_and_again_without_being_read() {
        start(LONG_TTL, Duration.ofMinutes(5));
        hotels(0).rooms("Ritz");
        hotels(1).rooms("Ritz");
        assertThat(database).hasValue(1);

        await().atMost(SOON).until(() -> sum(CacheStatistics::puts) >= 4);

        long stored = sum(CacheStatistics::puts);
        assertThat(database.get() - stored)
                .as("no load for nothing, but for one that runs")
                .isBetween(0L, 1L);
        assertThat(sum(CacheStatistics::misses)).isEqualTo(1);
        hotels(0).rooms("Ritz");
        hotels(1).rooms("Ritz");
        assertThat(sum(CacheStatistics::misses))
                .as("who comes later does not wait")
                .isEqualTo(1);
    }

    @Test
    void what_nobody_asks_for_any_more_cools_out() {
        start(Duration.ofSeconds(10), Duration.ofSeconds(11));
        hotels(0).rooms("Ritz");

        await().atMost(SOON).until(() -> sum(CacheStatistics::puts) >= 2);
        await().atMost(SOON).until(() -> keys().equals("[]"));

        int loads = database.get();
        assertThat(hotels(1).rooms("Ritz")).isEqualTo(loads + 1);
    }

    @Test
    void what_was_evicted_stays_so_until_somebody_asks() {
        start(LONG_TTL, Duration.ofMinutes(5));
        hotels(0).rooms("Ritz");
        await().atMost(SOON).until(() -> sum(CacheStatistics::puts) >= 2);
        // Either before its next refresh, or during it, which then stores nothing.
        hotels(1).closed("Ritz");

        await().during(LONG_TTL.dividedBy(5).plusSeconds(2)).atMost(SOON).until(() -> keys().equals("[]"));
    }

    private Hotels hotels(int instance) {
        return instances.get(instance).getBean(Hotels.class);
    }

    private String keys() {
        return redis.admin().command("KEYS", "*:hotels:*").toString();
    }

    private long sum(ToLongFunction<CacheStatistics> count) {
        return instances.stream()
                .map(instance -> instance.getBean(CacheInsight.class).forCache("hotels"))
                .mapToLong(count)
                .sum();
    }

    private ConfigurableApplicationContext application(Duration ttl, Duration forgetAfter) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("database", database));
        ConfigurableApplicationContext started = application.run(Patience.arguments(
                "--spring.application.name=travel",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.caches.hotels.ttl=" + ttl.toSeconds() + "s",
                "--cache-starter.caches.hotels.ttl-jitter=0",
                "--cache-starter.caches.hotels.refresh.mode=scheduled",
                "--cache-starter.caches.hotels.refresh.threshold=20%",
                "--cache-starter.caches.hotels.refresh.forget-after=" + forgetAfter.toSeconds() + "s",
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(started);
        return started;
    }

    @CachedApplication
    @Import(Hotels.class)
    static class Root {}

    static class Hotels {

        private final AtomicInteger database;

        Hotels(AtomicInteger database) {
            this.database = database;
        }

        @Cacheable("hotels")
        public int rooms(String name) {
            return database.incrementAndGet();
        }

        @CacheEvict("hotels")
        public void closed(String name) {}
    }
}
