package io.github.cachestarter.remote;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.Token;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.redis.Script;
import io.github.cachestarter.remote.RedisSweeper.Housekeeping;
import io.github.cachestarter.testing.RedisServerProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory of what was cleared comes back, and nothing else is touched. */
class RedisSweeperIntegrationTests {

    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static RedisServerProcess server;
    private static RedisAccess access;

    private final AtomicBoolean memoryShort = new AtomicBoolean(true);
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong clear = new AtomicLong(100);
    private final Housekeeping housekeeping = new Housekeeping(
            memoryShort::get, () -> new Token(1, tokens.incrementAndGet()), task -> new Thread(task).start());
    private RedisSweeper sweeper;

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
        sweeper = new RedisSweeper(access.gateway(), NAMES, housekeeping);
    }

    @Test
    void what_was_loaded_before_the_clear_goes_and_the_rest_stays() {
        for (int i = 0; i < 500; i++) {
            plant(NAMES.key("old-" + i), i % 2 == 0 ? 0 : 99, i % 3 == 0);
            plant(NAMES.key("new-" + i), i % 2 == 0 ? 100 : 101, i % 3 == 0);
        }
        access.gateway()
                .run(
                        Script.ACQUIRE,
                        NAMES.key("lease").bytes(),
                        new Token(9, 9).bytes(),
                        "60000".getBytes(StandardCharsets.US_ASCII),
                        new byte[8])
                .await();
        server.admin().command("HSET", NAMES.key("foreign").redisKey(), "a", "b");
        plant(new KeyNames("app", "1", "products2").key("other"), 0, false);

        sweeper.sweep(clear::get);

        await().atMost(60, SECONDS).until(() -> size() == 503);
        await().atMost(60, SECONDS)
                .until(() ->
                        server.admin().command("EXISTS", "app:%sweep:products").equals(0L));
        assertThat(server.admin().command("EXISTS", NAMES.key("new-7").redisKey()))
                .isEqualTo(1L);
    }

    @Test
    void nothing_is_swept_while_memory_is_not_short() {
        plant(NAMES.key("old"), 0, false);
        memoryShort.set(false);
        server.admin().resetStats();

        sweeper.sweep(clear::get);

        assertThat(server.admin().commandCalls()).doesNotContainKeys("evalsha", "eval", "scan");
        assertThat(size()).isEqualTo(1);
    }

    @Test
    void one_instance_at_a_time_sweeps() {
        plant(NAMES.key("old"), 0, false);
        access.gateway()
                .run(
                        Script.ACQUIRE,
                        NAMES.sweep(),
                        new Token(9, 9).bytes(),
                        "60000".getBytes(StandardCharsets.US_ASCII),
                        new byte[8])
                .await();
        server.admin().resetStats();

        sweeper.sweep(clear::get);

        await().atMost(60, SECONDS)
                .until(() -> server.admin().calls("evalsha") + server.admin().calls("eval") > 0);
        assertThat(server.admin().calls("scan")).isZero();
        assertThat(server.admin().command("EXISTS", NAMES.key("old").redisKey()))
                .isEqualTo(1L);
    }

    private static long size() {
        return (Long) server.admin().command("DBSIZE");
    }

    private static void plant(EntryKey key, long stamp, boolean claimed) {
        EntryCodec codec = new HeaderEntryCodec(
                "products",
                new ValueSettings("json", Optional.of(String.class), 1 << 20, 0),
                new StateCodec(RegisteredTypes.none()),
                Findings.NO_OP,
                SelfCheck.OFF,
                bound -> 0);
        byte[] bytes = codec.encode(new Entry("value", new EntryMeta(7, stamp, 1, 1, 60_000)), String.class);
        RemoteStore store = new RedisRemoteStore(
                access.gateway(),
                new PutDeadline(access.gateway(), Duration.ofSeconds(30), System::nanoTime),
                new Announcements(NAMES, new Sender(() -> 1), Findings.NO_OP, () -> {}));
        store.putDirect(key, bytes, Duration.ofMinutes(5)).await();
        if (claimed) {
            store.claim(key, new Token(3, 3), Duration.ofMinutes(5)).await();
        }
    }
}
