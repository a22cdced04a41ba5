package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.testing.Patience;
import io.github.cachestarter.testing.RedisSentinels;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** A primary dies with an eviction that it had acknowledged and its replicas never got. */
class FailoverReplayIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);
    private static final String KEY = "seats-app:1:seats:a";

    /** Checks RH2 and RH5 of the protocol model. */
    @Test
    void what_the_new_primary_never_heard_of_is_told_to_it_before_it_is_read() {
        try (RedisSentinels redis = RedisSentinels.start();
                ConfigurableApplicationContext context = application(redis, "30s")) {
            redis.giveUpAfter(Duration.ofMinutes(10)); // not before the test wants it
            Seats seats = context.getBean(Seats.class);
            RedisServerProcess old = redis.primary();
            seats.free("a");
            await().atMost(LONG_ENOUGH)
                    .until(() -> redis.servers().stream().allMatch(FailoverReplayIntegrationTests::has));
            redis.servers().stream().filter(server -> server != old).forEach(RedisServerProcess::pause);

            old.admin().command("CLIENT", "KILL", "TYPE", "replica"); // nothing may wait in their sockets

            seats.book("a", 0);

            assertThat(has(old)).as("the eviction was acknowledged").isFalse();
            assertThat(context.getBean(RepairQueue.class).isEmpty()).isTrue();
            old.kill();
            redis.servers().stream().filter(server -> server != old).forEach(RedisServerProcess::resume);
            assertThat(redis.servers())
                    .filteredOn(server -> server != old)
                    .as("the old value is back with whichever is the next primary")
                    .allMatch(FailoverReplayIntegrationTests::has);
            redis.giveUpAfter(Duration.ofSeconds(1));
            await().atMost(LONG_ENOUGH).until(() -> redis.primary() != old);

            await().atMost(LONG_ENOUGH).until(() -> {
                assertThat(seats.free("a")).as("never the old value").isZero();
                return context.getBean(RedisAccess.class).gateway().available();
            });
            await().atMost(LONG_ENOUGH).until(context.getBean(RepairQueue.class)::isEmpty);
            assertThat(context.getBean(RepairQueue.class).state().repaired()).isPositive();
            assertThat(seats.free("a")).isZero();
        }
    }

    /** The old primary is alive all the time, and acknowledges evictions until the very moment of the change. */
    @Test
    void nothing_old_is_read_during_and_after_a_failover_that_is_ordered() {
        try (RedisSentinels redis = RedisSentinels.start();
                ConfigurableApplicationContext context = application(redis, "1s");
                SteadyChanges changes = SteadyChanges.start(context.getBean(Seats.class))) {
            RedisServerProcess old = redis.primary();
            redis.sentinels().get(0).admin().command("SENTINEL", "FAILOVER", RedisSentinels.NAME);
            await().atMost(LONG_ENOUGH).until(() -> redis.primary() != old);
            changes.goOn(context);
            assertThat(changes.wrong()).isEmpty();
        }
    }

    /** It goes on before the Sentinels make it a replica, and for a while takes itself for the primary. */
    @Test
    void nothing_old_is_read_after_a_primary_was_stopped_replaced_and_went_on() {
        try (RedisSentinels redis = RedisSentinels.start();
                ConfigurableApplicationContext context = application(redis, "1s");
                SteadyChanges changes = SteadyChanges.start(context.getBean(Seats.class))) {
            RedisServerProcess old = redis.primary();
            old.pause();
            await().atMost(LONG_ENOUGH).until(() -> redis.primary() != old);
            old.resume();
            changes.goOn(context);
            assertThat(changes.wrong()).isEmpty();
        }
    }

    private static boolean has(RedisServerProcess server) {
        return Long.valueOf(1).equals(server.admin().command("EXISTS", KEY));
    }

    private static ConfigurableApplicationContext application(RedisSentinels redis, String timeout) {
        SpringApplication application = new SpringApplication(Root.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        ConfigurableApplicationContext context = application.run(
                "--spring.application.name=seats-app",
                "--spring.data.redis.sentinel.master=" + RedisSentinels.NAME,
                "--spring.data.redis.sentinel.nodes="
                        + redis.sentinels().stream()
                                .map(sentinel -> sentinel.host() + ":" + sentinel.port())
                                .collect(Collectors.joining(",")),
                "--cache-starter.mode=remote",
                "--cache-starter.timeouts.read=" + timeout,
                "--cache-starter.timeouts.write=" + timeout,
                "--spring.main.banner-mode=off");
        Patience.awaitRedis(context);
        return context;
    }

    @CachedApplication
    @Import(Seats.class)
    static class Root {}

    static class Seats {

        private final Map<String, Integer> database = new ConcurrentHashMap<>();

        @Cacheable("seats")
        public int free(String flight) {
            return database.getOrDefault(flight, 7);
        }

        @CacheEvict(cacheNames = "seats", key = "#flight")
        public void book(String flight, int left) {
            database.put(flight, left);
        }
    }

    /** Threads that book seats and look at once how many are free, each of them on a flight that nobody else books. */
    private static final class SteadyChanges implements AutoCloseable {

        private static final int THREADS = 4;
        private static final int ENOUGH = 500;

        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicInteger rounds = new AtomicInteger();
        private volatile boolean stopped;

        static SteadyChanges start(Seats seats) {
            SteadyChanges changes = new SteadyChanges();
            for (int i = 0; i < THREADS; i++) {
                String flight = "flight-" + i;
                changes.threads.execute(() -> changes.run(seats, flight));
            }
            changes.awaitRounds();
            return changes;
        }

        Queue<String> wrong() {
            return wrong;
        }

        /** Until Redis is used again and nothing is pending, and for some time after that. */
        void goOn(ConfigurableApplicationContext context) {
            awaitRounds();
            Patience.awaitRedis(context);
            await().atMost(LONG_ENOUGH).until(context.getBean(RepairQueue.class)::isEmpty);
            awaitRounds();
        }

        private void awaitRounds() {
            int before = rounds.get();
            await().atMost(LONG_ENOUGH).until(() -> rounds.get() > before + ENOUGH);
        }

        private void run(Seats seats, String flight) {
            for (int left = 1; !stopped; left++) {
                try {
                    seats.book(flight, left);
                    for (int look = 0; look < 3; look++) {
                        int free = seats.free(flight);
                        if (free != left) {
                            wrong.add(flight + " has " + left + " and reads " + free);
                        }
                    }
                } catch (RuntimeException ex) {
                    wrong.add(ex.toString());
                }
                rounds.incrementAndGet();
            }
        }

        @Override
        public void close() {
            stopped = true;
            threads.shutdown();
            await().atMost(LONG_ENOUGH).until(threads::isTerminated);
        }
    }
}
