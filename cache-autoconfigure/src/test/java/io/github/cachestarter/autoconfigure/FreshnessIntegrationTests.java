package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheLoadTimeoutException;
import io.github.cachestarter.CacheTtl;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisServerProcess;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Annotated methods of a real application, with a real Redis and real time. */
class FreshnessIntegrationTests {

    /** A machine may stand still for as long between two reads. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static RedisServerProcess redis;
    private static ConfigurableApplicationContext application;
    private static Hotel hotel;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start();
        application = application();
        hotel = application.getBean(Hotel.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        redis.close();
    }

    @BeforeEach
    void reset() {
        Hotel.LOADS.set(0);
        Hotel.broken = false;
        Hotel.held = new CountDownLatch(0);
    }

    @Test
    void a_refresh_calls_the_method_again_with_the_arguments_of_the_call_that_noticed() {
        assertThat(hotel.rooms("Ritz")).isEqualTo("Ritz 1");

        await().until(() -> hotel.rooms("Ritz").equals("Ritz 2"));
        await().until(() -> hotel.rooms("Ritz").equals("Ritz 3"));
    }

    @Test
    void the_last_good_value_stands_in_for_a_method_that_fails_and_the_source_is_left_alone() {
        hotel.price(
                "warm-up"); // whoever uses a cache first writes its first marker, and what he loads is from before it
        Hotel.LOADS.set(0);
        assertThat(hotel.price("Ritz")).isEqualTo("Ritz 1");
        Hotel.broken = true;
        await().until(() -> {
            assertThat(hotel.price("Ritz")).isEqualTo("Ritz 1");
            return Hotel.LOADS.get() == 2;
        });

        for (int i = 0; i < 50; i++) {
            assertThat(hotel.price("Ritz")).isEqualTo("Ritz 1");
        }
        assertThat(Hotel.LOADS).hasValue(2);

        application.getBean(CacheManager.class).getCache("prices").evict("Ritz");
        assertThatThrownBy(() -> hotel.price("Ritz"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("down");
    }

    /** The figures: a limit of half a second, a method of two. */
    @Test
    void a_call_gives_up_at_its_limit_and_the_load_goes_on_and_is_stored() {
        Hotel.held = new CountDownLatch(1);

        assertThatThrownBy(() -> hotel.slow("Ritz"))
                .isInstanceOf(CacheLoadTimeoutException.class)
                .hasMessageContaining("'slow'");

        Hotel.held.countDown();
        await().until(() -> redis.admin().command("KEYS", "*:slow:*").toString().contains("Ritz"));
        // The lease lies there as well: until it is the value a call may give up once more.
        await().ignoreException(CacheLoadTimeoutException.class)
                .until(() -> hotel.slow("Ritz").equals("Ritz 1"));
        assertThat(Hotel.LOADS).hasValue(1);
    }

    @Test
    void the_value_itself_may_say_how_long_it_lives() {
        hotel.token("Ritz");
        hotel.offer("Ritz");

        assertThat(millisLeft("tokens")).isBetween(1L, 70_000L);
        assertThat(millisLeft("offers")).isBetween(70_001L, 90_000L);
    }

    @Test
    void an_entry_lives_on_while_somebody_reads_it() {
        hotel.session("Ritz");
        long until = System.nanoTime() + IDLE.plusSeconds(2).toNanos();
        while (System.nanoTime() < until) {
            hotel.session("Ritz");
        }
        assertThat(Hotel.LOADS).hasValue(1);

        await().pollInterval(Duration.ofMillis(200))
                .until(() ->
                        redis.admin().command("KEYS", "*:sessions:*").toString().equals("[]"));
        hotel.session("Ritz");
        assertThat(Hotel.LOADS).hasValue(2);
    }

    private static long millisLeft(String cache) {
        Object keys = redis.admin().command("KEYS", "hotels:1:" + cache + ":*");
        assertThat((List<?>) keys).hasSize(1);
        return Long.parseLong(String.valueOf(redis.admin().command("PTTL", String.valueOf(((List<?>) keys).get(0)))));
    }

    private static ConfigurableApplicationContext application() {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext started = application.run(Patience.arguments(
                "--spring.application.name=hotels",
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--cache-starter.defaults.ttl-jitter=0",
                "--cache-starter.caches.rooms.ttl=30s",
                "--cache-starter.caches.rooms.refresh.mode=threshold",
                "--cache-starter.caches.rooms.refresh.threshold=10%",
                "--cache-starter.caches.prices.ttl=100ms",
                "--cache-starter.caches.prices.stale.on-error=1h",
                "--cache-starter.caches.slow.load.hard-timeout=500ms",
                "--cache-starter.caches.sessions.time-to-idle=" + IDLE.toSeconds() + "s",
                "--spring.main.banner-mode=off"));
        Patience.awaitRedis(started);
        return started;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        CacheStarterAutoConfiguration.class,
        CacheStarterObservationAutoConfiguration.class,
        CacheAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        AopAutoConfiguration.class
    })
    @Import(Hotel.class)
    static class Root {

        /** As every application with the Actuator has. */
        @Bean
        ObservationRegistry observations() {
            return ObservationRegistry.create();
        }

        @Bean
        CacheTtlResolver offers() {
            return (cache, key, value) ->
                    cache.equals("offers") ? Optional.of(Duration.ofSeconds(90)) : Optional.empty();
        }
    }

    static class Hotel {

        static final AtomicInteger LOADS = new AtomicInteger();
        static volatile boolean broken;
        static volatile CountDownLatch held = new CountDownLatch(0);

        @Cacheable("rooms")
        public String rooms(String name) {
            return load(name);
        }

        @Cacheable("prices")
        public String price(String name) {
            return load(name);
        }

        @Cacheable("slow")
        public String slow(String name) throws InterruptedException {
            String loaded = load(name);
            assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
            return loaded;
        }

        @Cacheable("tokens")
        @CacheTtl("(#result.length() + 1) * 10")
        public String token(String name) {
            return load(name);
        }

        @Cacheable("offers")
        public String offer(String name) {
            return load(name);
        }

        @Cacheable("sessions")
        public String session(String name) {
            return load(name);
        }

        private static String load(String name) {
            int number = LOADS.incrementAndGet();
            if (broken) {
                throw new IllegalStateException("down");
            }
            return name + ' ' + number;
        }
    }
}
