package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Findings;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.RedisSettings;
import io.github.cachestarter.remote.RedisSweeper.Housekeeping;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * How long a clear of a million entries takes, and what it and the sweep after it cost everybody else. Run by its name; the
 * figures of a machine that does nothing else are the ones that count. Blocking is what Redis itself reports as the longest
 * command ({@code latency}), so that a busy machine does not blur it.
 */
class ClearAtScale {

    private static final int ENTRIES = Integer.getInteger("entries", 1_000_000);
    private static final int ROUNDS = 20;
    private static final KeyNames NAMES = new KeyNames("app", "1", "products");
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    private static final String FILL = "for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do redis.call('SET', KEYS[1] .. i,"
            + " 'V' .. string.char(1) .. string.rep('\\0', 118), 'PX', 3600000) end";

    @Test
    void clearOfAMillionEntries() {
        try (RedisServerProcess server = RedisServerProcess.start();
                RedisAccess access = RedisAccess.open(server.url(), PATIENT)) {
            assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
            for (int i = 0; i < ENTRIES; i += 5_000) {
                server.admin()
                        .command(
                                "EVAL", FILL, "1", "app:1:products:", Integer.toString(i), Integer.toString(i + 4_999));
            }
            assertThat(server.admin().command("DBSIZE")).isEqualTo((long) ENTRIES);
            RemoteMarkers markers = new RedisRemoteMarkers(
                    access.gateway(),
                    NAMES,
                    Duration.ofHours(24),
                    new Announcements(NAMES, new Sender(() -> 1), Findings.NO_OP, () -> {}));
            markers.read(0, 0).await();
            server.admin().command("CONFIG", "SET", "slowlog-log-slower-than", "0");
            server.admin().command("CONFIG", "SET", "slowlog-max-len", "100000");

            long[] nanos = new long[ROUNDS];
            AtomicLong clear = new AtomicLong();
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                clear.set(markers.clear(0, 0).await().clear());
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "clear of %,d entries: median %.2f ms, longest %.2f ms; longest command %,d us%n",
                    ENTRIES, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6, longest(server));
            sweep(server, access, clear);
            tags(server, markers);
        }
    }

    private static void sweep(RedisServerProcess server, RedisAccess access, AtomicLong clear) {
        server.admin().command("SLOWLOG", "RESET");
        AtomicBoolean more = new AtomicBoolean(true);
        Housekeeping housekeeping = new Housekeeping(
                more::get,
                () -> new Token(ThreadLocalRandom.current().nextLong(), 1),
                Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                }));
        long begin = System.nanoTime();
        new RedisSweeper(access.gateway(), NAMES, housekeeping).sweep(clear::get);
        await().atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> (Long) server.admin().command("DBSIZE") < 10);
        System.out.printf(
                "sweep: %.1f s; longest command %,d us%n", (System.nanoTime() - begin) / 1e9, longest(server));
    }

    private static void tags(RedisServerProcess server, RemoteMarkers markers) {
        server.admin().command("SLOWLOG", "RESET");
        long known = 0;
        for (int i = 0; i < 11_500; i++) {
            known = markers.evictTag("tag-" + i, known, known).await().newest();
        }
        System.out.printf("11,500 evicted tags: longest command %,d us%n", longest(server));
        server.admin().command("SLOWLOG", "RESET");
        long begin = System.nanoTime();
        int read = markers.read(known, 0).await().tags().size();
        System.out.printf(
                "read of %,d markers: %.1f ms, command %,d us%n",
                read, (System.nanoTime() - begin) / 1e6, longest(server));
    }

    /** The longest command since the last reset, in microseconds, without those of this test. */
    private static long longest(RedisServerProcess server) {
        Object script = server.admin()
                .command(
                        "EVAL",
                        "local most = 0 for _, e in ipairs(redis.call('SLOWLOG', 'GET', 100000)) do local c = string.upper(e[4][1])"
                                + " if c ~= 'SLOWLOG' and c ~= 'EVAL' and c ~= 'CONFIG' and c ~= 'INFO' and e[3] > most then"
                                + " most = e[3] end end return most",
                        "0");
        return (Long) script;
    }
}
