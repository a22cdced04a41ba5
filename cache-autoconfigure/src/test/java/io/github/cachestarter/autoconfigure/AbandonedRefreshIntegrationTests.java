package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * An instance dies in the middle of a refresh. Its claim lies in Redis and nobody renews it: when its lease is over another
 * instance refreshes, long before the entry expires, and nobody waits for a load.
 */
class AbandonedRefreshIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void the_refresh_of_an_instance_that_died_is_taken_over_when_its_lease_is_over() {
        try (RedisServerProcess redis = RedisServerProcess.start()) {
            ConfigurableApplicationContext dies = application(redis);
            Rates dying = dies.getBean(Rates.class);
            try (ConfigurableApplicationContext survives = application(redis)) {
                Rates rates = survives.getBean(Rates.class);
                dying.rate("EUR");
                dying.hangAtTheNextLoad();
                await().atMost(SOON).until(() -> dying.rate("EUR") == 1 && dying.loads() == 2);
                // Threads that end and a connection that breaks is all that anybody sees of a crash; the load never
                // ends.
                dies.close();
                CacheStatistics statistics =
                        survives.getBean(CacheInsight.class).forCache("rates");

                await().atMost(SOON).until(() -> {
                    rates.rate("EUR");
                    return rates.loads() == 1;
                });
                await().atMost(SOON).until(() -> statistics.puts() == 1);

                assertThat(statistics.misses())
                        .as("calls that waited for a load")
                        .isZero();
            } finally {
                dying.letGo();
            }
        }
    }

    private static ConfigurableApplicationContext application(RedisServerProcess redis) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext started = application.run(
                "--spring.application.name=rates",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                // Generous, so that a busy machine does not look like an outage.
                "--cache-starter.timeouts.read=30s",
                "--cache-starter.timeouts.write=30s",
                // Redis alone: what lies there is what tells of the claim.
                "--cache-starter.defaults.local.enabled=false",
                // Due after six seconds, gone after a minute.
                "--cache-starter.caches.rates.ttl=60s",
                "--cache-starter.caches.rates.ttl-jitter=0",
                "--cache-starter.caches.rates.refresh.mode=threshold",
                "--cache-starter.caches.rates.refresh.threshold=10%",
                "--cache-starter.caches.rates.load.lease=2s",
                "--spring.main.banner-mode=off");
        Patience.awaitRedis(started);
        return started;
    }

    @CachedApplication
    @Import(Rates.class)
    static class Root {}

    static class Rates {

        private final AtomicInteger loads = new AtomicInteger();
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean hangs;

        @Cacheable("rates")
        public int rate(String currency) {
            int number = loads.incrementAndGet();
            if (hangs) {
                hang();
            }
            return number;
        }

        public int loads() {
            return loads.get();
        }

        public void hangAtTheNextLoad() {
            hangs = true;
        }

        public void letGo() {
            over.countDown();
        }

        /** Whoever is dead hears of no interrupt. */
        private void hang() {
            while (over.getCount() > 0) {
                try {
                    over.await();
                } catch (InterruptedException ex) {
                    // goes on hanging
                }
            }
        }
    }
}
