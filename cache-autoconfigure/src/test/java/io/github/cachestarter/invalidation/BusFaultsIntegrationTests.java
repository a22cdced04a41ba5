package io.github.cachestarter.invalidation;

import static io.github.cachestarter.invalidation.LiveBus.CACHE;
import static io.github.cachestarter.invalidation.LiveBus.CHANNEL;
import static io.github.cachestarter.invalidation.LiveBus.H;
import static io.github.cachestarter.invalidation.LiveBus.LONG_ENOUGH;
import static io.github.cachestarter.invalidation.LiveBus.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Finding;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that may part an instance from the messages of the others. */
class BusFaultsIntegrationTests {

    private RedisServerProcess redis;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    /** Check GM1 of the protocol model: what counts is when the PING was sent. */
    @Test
    void aSubscriptionThatIsCutOffInSilenceShutsTheGateInTimeWhileCommandsWork() {
        try (FaultProxy proxy = FaultProxy.before(redis.port());
                LiveBus live = new LiveBus(proxy.url(), H).awaitOpen()) {
            proxy.swallowSubscriptions();
            long cutOff = System.nanoTime();
            assertNeverOpenAfter(live, cutOff + H.toNanos(), cutOff + 3 * H.toNanos());
            live.evict("a", OTHER);
            assertThat(live.heard.news()).doesNotContain("invalidated a");

            proxy.heal();
            live.awaitOpen();
            assertThat(live.heard.news()).contains("flush " + CACHE).noneMatch(line -> line.startsWith("too late"));
        }
    }

    @Test
    void aStoppedServerShutsTheGateInTime() {
        try (LiveBus live = new LiveBus(redis.url(), H).awaitOpen()) {
            redis.pause();
            long stopped = System.nanoTime();
            try {
                assertNeverOpenAfter(live, stopped + H.toNanos(), stopped + 2 * H.toNanos());
            } finally {
                redis.resume();
            }
            live.awaitOpen();
        }
    }

    /** Check GM6 of the protocol model: what was missed is thrown away before the gate opens again. */
    @Test
    void aKilledSubscriptionIsReplacedAndFlushedBeforeTheGateOpens() {
        try (LiveBus live = new LiveBus(redis.url()).awaitOpen()) {
            live.heard.forget();
            redis.admin().command("CLIENT", "KILL", "TYPE", "pubsub");
            await().atMost(LONG_ENOUGH).until(() -> live.bus.snapshot().reconnects() == 1);
            live.awaitOpen();
            assertThat(live.heard.news()).containsExactly("flush " + CACHE);
            assertThat(live.bus.snapshot().lastLoss()).contains("the connection was lost");
        }
    }

    @Test
    void aKilledServerShutsTheGateAndARestartedOneOpensItAfterAFlush() {
        try (LiveBus live = new LiveBus(redis.url()).awaitOpen()) {
            live.heard.forget();
            redis.kill();
            live.awaitShut();
            assertThat(live.heard.news()).isEmpty();
            redis.restart();
            live.awaitOpen();
            assertThat(live.heard.news()).containsExactly("flush " + CACHE);
        }
    }

    @Test
    void aServerThatComesLaterIsWaitedFor() {
        redis.kill();
        try (LiveBus live = new LiveBus(redis.url())) {
            assertThat(live.isOpen()).isFalse();
            redis.restart();
            live.awaitOpen();
        }
    }

    @Test
    void aChannelThatIsForbiddenIsAFindingAndKeepsOnlyThatGateShut() {
        redis.admin().command("ACL", "SETUSER", "shop", "on", ">secret", "~*", "+@all", "resetchannels", "&shop:other");
        String url = "redis://shop:secret@" + redis.host() + ":" + redis.port();
        try (LiveBus live = new LiveBus(url)) {
            Gate other = live.bus.join("other", "shop:other");
            await().atMost(LONG_ENOUGH).until(() -> other.isOpen(System.nanoTime()));
            await().atMost(LONG_ENOUGH).until(() -> !live.findings.current().isEmpty());
            assertThat(live.isOpen()).isFalse();
            assertThat(live.bus.snapshot().denied()).containsExactly(CHANNEL);
            Finding finding = live.findings.current().get(0);
            assertThat(finding.subject()).isEqualTo(CACHE);
            assertThat(finding.action()).contains("+subscribe +publish &" + CHANNEL);

            redis.admin().command("ACL", "SETUSER", "shop", "&" + CHANNEL);
            redis.admin().command("CLIENT", "KILL", "TYPE", "pubsub");
            live.awaitOpen();
            assertThat(live.findings.current()).isEmpty();
        }
    }

    /** Who shares a user that may not publish hears nothing of what the others change, however well it listens. */
    @Test
    void aChannelOnWhichNothingMayBePublishedKeepsTheGateShut() {
        redis.admin().command("ACL", "SETUSER", "shop", "on", ">secret", "~*", "&*", "+@all", "-publish");
        String url = "redis://shop:secret@" + redis.host() + ":" + redis.port();
        try (LiveBus live = new LiveBus(url)) {
            await().atMost(LONG_ENOUGH).until(() -> !live.findings.current().isEmpty() || live.isOpen());
            assertThat(live.isOpen()).isFalse();
            Finding finding = live.findings.current().get(0);
            assertThat(finding.subject()).isEqualTo(CACHE);
            assertThat(finding.action()).contains("+publish &" + CHANNEL);
            assertThat(live.bus.snapshot().denied()).containsExactly(CHANNEL);
            assertThat(live.isOpen()).isFalse();

            redis.admin().command("ACL", "SETUSER", "shop", "+publish");
            // By the user, not as TYPE pubsub: where nothing was subscribed to the server knows of no subscriber.
            redis.admin().command("CLIENT", "KILL", "USER", "shop");
            live.awaitOpen();
            assertThat(live.findings.current()).isEmpty();
            assertThat(live.bus.snapshot().denied()).isEmpty();
        }
    }

    @Test
    void aRuleThatComesLaterShutsTheGateWithTheNextOwnChange() {
        redis.admin().command("ACL", "SETUSER", "shop", "on", ">secret", "~*", "&*", "+@all");
        try (LiveBus live = new LiveBus("redis://shop:secret@" + redis.host() + ":" + redis.port()).awaitOpen()) {
            redis.admin().command("ACL", "SETUSER", "shop", "-publish");
            live.bus.unannounced(CHANNEL);
            live.awaitShut();
            assertThat(live.bus.snapshot().denied()).containsExactly(CHANNEL);
            assertThat(live.findings.current()).hasSize(1);
        }
    }

    /** Check GH7 of the protocol model: an old primary answers PINGs and tells nothing. */
    @Test
    void anOldPrimaryShutsTheGateAsSoonAsACommandShowsWhatItIs() {
        try (RedisServerProcess next = RedisServerProcess.start();
                LiveBus live = new LiveBus(redis.url(), H).awaitOpen()) {
            redis.admin().command("REPLICAOF", next.host(), String.valueOf(next.port()));
            assertThatExceptionOfType(RemoteException.class).isThrownBy(() -> live.evict("a", OTHER));
            live.awaitShut();
            long shut = System.nanoTime();
            assertNeverOpenAfter(live, shut, shut + 2 * H.toNanos());

            redis.admin().command("REPLICAOF", "NO", "ONE");
            live.awaitOpen();
            assertThat(live.heard.news()).noneMatch(line -> line.startsWith("too late"));
        }
    }

    private static void assertNeverOpenAfter(LiveBus live, long bound, long until) {
        for (long now = System.nanoTime(); now - until < 0; now = System.nanoTime()) {
            if (now - bound > 0) {
                assertThat(live.gate.isOpen(now)).isFalse();
            }
            Thread.onSpinWait();
        }
    }
}
