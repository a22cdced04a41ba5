package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.LiveBus.CACHE;
import static io.github.cachestarter.invalidation.LiveBus.CHANNEL;
import static io.github.cachestarter.invalidation.LiveBus.LONG_ENOUGH;
import static io.github.cachestarter.invalidation.LiveBus.OTHER;
import static io.github.cachestarter.invalidation.LiveBus.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.testing.RedisServerProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A healthy server. */
class InvalidationBusIntegrationTests {

    private RedisServerProcess redis;
    private LiveBus live;

    @BeforeEach
    void open() {
        redis = RedisServerProcess.start();
        live = new LiveBus(redis.url());
    }

    @AfterEach
    void close() {
        live.close();
        redis.close();
    }

    @Test
    void theGateOpensAfterTheChannelIsHeardAndWhatWasThereIsThrownAway() {
        live.awaitOpen();
        assertThat(live.heard.news()).containsExactly("flush " + CACHE);
        assertThat(live.bus.snapshot().subscribed()).containsExactly(CHANNEL);
        assertThat(live.bus.snapshot().open()).isTrue();
    }

    @Test
    void othersChangesAreHeardInTheirOrder() {
        live.awaitOpen();
        live.heard.forget();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            live.evict("k" + i, OTHER);
            expected.add("invalidated k" + i);
            expected.add("ready k" + i);
        }
        await().atMost(LONG_ENOUGH).until(() -> live.heard.news().size() >= expected.size());
        assertThat(live.heard.news()).isEqualTo(expected);
    }

    @Test
    void ownChangesWakeWaitersAndInvalidateNothing() {
        live.awaitOpen();
        live.heard.forget();
        live.evict("mine", SELF);
        await().atMost(LONG_ENOUGH).until(() -> !live.heard.news().isEmpty());
        assertThat(live.heard.news()).containsExactly("ready mine");
    }

    @Test
    void aListenerThatThrowsIsCountedAndStopsNobody() {
        live.bus.listen(new InvalidationListener() {
            @Override
            public void invalidated(String cache, String redisKey) {
                throw new IllegalStateException("broken");
            }
        });
        Heard last = new Heard();
        live.bus.listen(last);
        live.awaitOpen();
        live.evict("a", OTHER);
        await().atMost(LONG_ENOUGH).until(() -> last.news().contains("invalidated a"));
        assertThat(live.bus.snapshot().listenerFailures()).isEqualTo(1);
    }

    @Test
    void messagesThatMakeNoSenseAreCountedAndIgnored() {
        live.awaitOpen();
        live.heard.forget();
        redis.admin().command("PUBLISH", CHANNEL, ""); // is none: it asks whether it may be published
        redis.admin().command("PUBLISH", CHANNEL, "nonsense");
        redis.admin().command("PUBLISH", CHANNEL, "\u0002E12345678\u0000\u0001ck");
        redis.admin().command("PUBLISH", CHANNEL, "x".repeat(100_000));
        redis.admin().command("PUBLISH", CHANNEL, "\u0001E12345678\u0000\u0005otherkey");
        live.evict("good", OTHER);
        await().atMost(LONG_ENOUGH).until(() -> live.heard.news().contains("ready good"));
        assertThat(live.heard.news()).containsExactly("invalidated good", "ready good");
        assertThat(live.bus.snapshot().ignored()).isEqualTo(4);
        assertThat(live.bus.snapshot().received()).isEqualTo(5);
        assertThat(live.isOpen()).isTrue();
    }

    @Test
    void aCacheThatJoinsLaterIsHeardToo() {
        live.awaitOpen();
        live.heard.forget();
        Gate later = live.bus.join("later", "shop:cache-starter:later");
        assertThat(later.isOpen(System.nanoTime())).isFalse();
        await().atMost(LONG_ENOUGH).until(() -> later.isOpen(System.nanoTime()));
        assertThat(live.heard.news()).containsExactly("flush later");
        assertThat(live.isOpen()).isTrue();
        assertThat(live.bus.join("later", "shop:cache-starter:later")).isSameAs(later);
    }

    @Test
    void anIdleBusSendsNothingButPings() {
        live.awaitOpen();
        redis.admin().resetStats();
        await().atMost(LONG_ENOUGH).until(() -> redis.admin().calls("ping") >= 8);
        assertThat(redis.admin().commandCalls().keySet()).containsOnly("ping", "info", "config|resetstat");
    }
}
