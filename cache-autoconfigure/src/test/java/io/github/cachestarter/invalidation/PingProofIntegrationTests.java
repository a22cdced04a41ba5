package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.LiveBus.CACHE;
import static io.github.cachestarter.invalidation.LiveBus.CHANNEL;
import static io.github.cachestarter.invalidation.LiveBus.LONG_ENOUGH;
import static io.github.cachestarter.invalidation.LiveBus.LONG_H;
import static io.github.cachestarter.invalidation.LiveBus.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.testing.RedisServerProcess;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a PONG proves, with both versions of the protocol: Lettuce handles messages differently. */
class PingProofIntegrationTests {

    private static final String BURST = "for i = 1, 20000 do redis.call('PUBLISH', KEYS[1], ARGV[1] .. i) end";
    private static final int MESSAGES = 20_000;

    private static RedisServerProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisServerProcess.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    /** Check GM5 of the protocol model: no PONG overtakes a message. */
    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void whatAPongProvesWasHandledBeforeHoweverSlowly(ProtocolVersion version) {
        try (LiveBus live = LiveBus.speaking(version, redis).awaitOpen()) {
            live.heard.dawdle(Duration.ofMillis(3));
            for (int i = 0; i < 12; i++) {
                for (int j = 0; j < 60; j++) {
                    live.evict("k" + i + "-" + j, OTHER);
                }
                long published = System.nanoTime();
                await().pollInterval(Duration.ofNanos(1))
                        .atMost(LONG_ENOUGH)
                        .until(() -> live.gate.isOpen(published + LONG_H.toNanos()));
                assertThat(live.heard.news()).contains("invalidated k" + i + "-59");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aBurstIsHeardAsAWholeOrTheConnectionIsGivenUp(ProtocolVersion version) {
        try (LiveBus live = LiveBus.speaking(version, redis).awaitOpen()) {
            String start = new String(
                    new Announcement(Kind.EVICT, 0x0102030405060708L, CACHE, "burst").encode(),
                    StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 5; i++) {
                redis.admin().command("EVAL", BURST, "1", CHANNEL, start);
            }
            live.evict("last", OTHER);
            await().atMost(LONG_ENOUGH)
                    .until(() -> live.bus.snapshot().received() == 5 * MESSAGES + 1
                            || live.bus.snapshot().reconnects() > 0);
            assertThat(live.bus.snapshot().ignored()).isZero();
            if (version == ProtocolVersion.RESP3) {
                assertThat(live.bus.snapshot().lastLoss()).isNull();
            }
            live.awaitOpen();
        }
    }
}
