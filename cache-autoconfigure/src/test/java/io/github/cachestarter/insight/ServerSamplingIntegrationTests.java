package io.github.cachestarter.insight;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Token;
import io.github.cachestarter.insight.ServerSample.Estimate;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.remote.SharedResult;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is estimated of a server whose keys are known. */
class ServerSamplingIntegrationTests {

    private static final KeyNames PRODUCTS = new KeyNames("app", "1", "products");
    private static final KeyNames ORDERS = new KeyNames("app", "1", "orders");
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static RedisServerProcess server;
    private static RedisAccess access;

    private final AtomicLong tokens = new AtomicLong();
    private final AtomicInteger draws = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final ServerSampling sampling = instance();

    @BeforeAll
    static void start() {
        server = RedisServerProcess.start();
        access = RedisAccess.open(server.url(), PATIENT);
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void stop() {
        access.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        server.admin().command("FLUSHALL");
    }

    @Test
    void the_limits_contain_the_truth() {
        plant(PRODUCTS.key("").redisKey(), 6_000, 1_000, 50_000);
        plant(ORDERS.key("").redisKey(), 3_000, 100, 5_000_000);
        plant("session:", 500, 500, 0);
        plant(ORDERS.key("for-ever").redisKey(), 500, 100, 0);

        sampling.look();
        await().atMost(60, SECONDS).until(() -> sampling.latest() != null);

        SampleOfServers sample = sampling.latest();
        assertThat(sample.keys()).isEqualTo(ServerSampling.KEYS);
        assertContains(sample.foreign(), 0.05);
        assertThat(sample.caches()).containsOnlyKeys("products", "orders");
        ServerSample products = sample.caches().get("products");
        assertContains(products.entries(), 6_000);
        long each = (Long)
                server.admin().command("MEMORY", "USAGE", PRODUCTS.key("17").redisKey());
        assertThat(products.entryBytes().value()).isBetween(each - 20.0, each + 20.0);
        assertContains(products.memoryBytes(), 6_000.0 * each);
        assertThat(products.ttl().without().value()).isZero();
        assertThat(products.ttl().buckets().get(1).upToSeconds()).isEqualTo(60);
        assertThat(products.ttl().buckets().get(1).share().value()).isEqualTo(1);
        ServerSample orders = sample.caches().get("orders");
        assertContains(orders.entries(), 3_500);
        assertContains(orders.ttl().without(), 500);
    }

    @Test
    void one_instance_looks_and_all_know() {
        plant(PRODUCTS.key("").redisKey(), 100, 10, 50_000);
        List<ServerSampling> instances = List.of(sampling, instance(), instance());

        await().atMost(60, SECONDS).until(() -> {
            instances.forEach(ServerSampling::look);
            return instances.stream().allMatch(instance -> instance.latest() != null);
        });

        assertThat(draws).hasValue(1);
        assertThat(instances).extracting(ServerSampling::latest).containsOnly(sampling.latest());
        assertThat(server.admin()
                        .command("PTTL", new String(KeyNames.sample("app"), java.nio.charset.StandardCharsets.UTF_8)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LONG)
                .isBetween(1L, 60_000L);
    }

    @Test
    void nobody_looks_at_a_server_that_is_away_and_what_was_known_grows_old() {
        plant(PRODUCTS.key("").redisKey(), 100, 10, 50_000);
        sampling.look();
        await().atMost(60, SECONDS).until(() -> sampling.latest() != null);
        ServerSampling away = new ServerSampling(
                new ServerSampling.Servers(
                        () -> false,
                        new SharedResult(access.gateway(), KeyNames.sample("app")),
                        ours -> access.sampleKeys(ServerSampling.KEYS, ours)),
                List::of,
                () -> new Token(1, tokens.incrementAndGet()),
                Runnable::run,
                now::get);
        server.admin().resetStats();

        away.look();

        assertThat(away.latest()).isNull();
        assertThat(server.admin().calls("evalsha") + server.admin().calls("eval"))
                .isZero();
        now.set(now.get().plus(Duration.ofMinutes(11)));
        assertThat(sampling.latest()).isNull();
    }

    @Test
    void a_server_that_refuses_is_left_alone_and_nothing_is_shown() {
        server.admin().command("ACL", "SETUSER", "default", "-randomkey");
        try {
            sampling.look();
            await().atMost(60, SECONDS).until(() -> draws.get() == 1);
            sampling.look();
            assertThat(sampling.latest()).isNull();
        } finally {
            server.admin().command("ACL", "SETUSER", "default", "+randomkey");
        }
    }

    @Test
    void keys_of_others_that_may_not_be_looked_at_count_as_foreign() {
        plant(PRODUCTS.key("").redisKey(), 500, 10, 50_000);
        plant("session:", 500, 10, 0);
        server.admin().command("ACL", "SETUSER", "default", "resetkeys", "~app:*");
        try {
            sampling.look();
            await().atMost(60, SECONDS).until(() -> sampling.latest() != null);
        } finally {
            server.admin().command("ACL", "SETUSER", "default", "~*");
        }
        assertContains(sampling.latest().foreign(), 0.5);
        assertContains(sampling.latest().caches().get("products").entries(), 500);
    }

    private ServerSampling instance() {
        return new ServerSampling(
                new ServerSampling.Servers(
                        () -> true, new SharedResult(access.gateway(), KeyNames.sample("app")), ours -> {
                            draws.incrementAndGet();
                            return access.sampleKeys(ServerSampling.KEYS, ours);
                        }),
                () -> List.of(PRODUCTS, ORDERS),
                () -> new Token(1, tokens.incrementAndGet()),
                task -> new Thread(task).start(),
                now::get);
    }

    /** Many keys in one go: name and number, so many bytes, so much time; 0: no limit. */
    private static void plant(String name, int count, int bytes, long ttlMillis) {
        String script = "local v = string.rep('x', ARGV[3]) for i = 1, ARGV[2] do "
                + "if ARGV[4] == '0' then redis.call('SET', ARGV[1] .. i, v)"
                + " else redis.call('SET', ARGV[1] .. i, v, 'PX', ARGV[4]) end end return 1";
        server.admin().command("EVAL", script, "0", name, "" + count, "" + bytes, Long.toString(ttlMillis));
    }

    private static void assertContains(Estimate estimate, double truth) {
        // Far more than the limits of 95 %, which would fail once in twenty runs.
        double side = (estimate.high() - estimate.low()) / 2;
        assertThat(truth).isBetween(estimate.low() - 4 * side, estimate.high() + 4 * side);
        assertThat(side).isLessThan(Math.max(truth, 1));
    }
}
