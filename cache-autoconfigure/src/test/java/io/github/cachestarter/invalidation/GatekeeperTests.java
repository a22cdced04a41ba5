package io.github.cachestarter.invalidation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.cachestarter.Findings;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.SubscriptionListener;
import io.github.cachestarter.redis.Subscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** When a gate opens and shuts; time moves by hand. */
class GatekeeperTests {

    private static final Duration H = Duration.ofSeconds(2);
    private static final long MILLI = 1_000_000;

    /** Close to where the counter wraps around, as it may. */
    private long nanos = Long.MAX_VALUE - 1_000 * MILLI;

    private long wallMillis = 1_000_000;
    private final List<String> added = new ArrayList<>();
    private final Heard heard = new Heard();
    private SubscriptionListener server;
    private final InvalidationBus bus = new InvalidationBus(
            new BusSettings(new Sender(() -> 1), H, () -> nanos, () -> Instant.ofEpochMilli(wallMillis)),
            Findings.NO_OP,
            this::opened);
    private final Gate gate = bus.join("books", "news");

    @Test
    void aGateIsShutUntilAPingIsAnsweredThatWasSentAfterTheFlush() {
        bus.listen(heard);
        assertThat(added).containsExactly("news");
        server.connected();
        long before = nanos;
        pass(10);
        server.subscribed("news");
        assertThat(heard.news()).containsExactly("flush books");
        server.proved(before);
        assertThat(gate.isOpen(nanos)).isFalse();
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isTrue();
    }

    /** Check GM1 of the protocol model. */
    @Test
    void itShutsByItselfWhenTheTimeSinceThePingWasSentIsOver() {
        open();
        long sent = nanos;
        pass(500);
        server.proved(sent);
        assertThat(gate.isOpen(sent + H.toNanos())).isTrue();
        assertThat(gate.isOpen(sent + H.toNanos() + 1)).isFalse();
    }

    @Test
    void aDisconnectShutsItAtOnceAndThrowsNothingAway() {
        bus.listen(heard);
        open();
        heard.forget();
        server.disconnected("gone");
        assertThat(gate.isOpen(nanos)).isFalse();
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isFalse();
        assertThat(heard.news()).isEmpty();
        assertThat(bus.snapshot().lastLoss()).isEqualTo("gone");
    }

    @Test
    void anOwnChangeThatCouldNotBeAnnouncedShutsItUntilTheChannelIsSubscribedToAnew() {
        bus.listen(heard);
        open();
        heard.forget();
        bus.unannounced("news");
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isFalse();
        assertThat(bus.snapshot().denied()).containsExactly("news");
        open();
        assertThat(heard.news()).containsExactly("flush books");
        assertThat(bus.snapshot().denied()).isEmpty();
    }

    @Test
    void aMessageThatCouldNotBeAppliedShutsItUntilAllWasThrownAway() {
        bus.listen(heard);
        bus.listen(new InvalidationListener() {
            @Override
            public void invalidated(String cache, String redisKey) {
                throw new LinkageError("a test");
            }
        });
        open();
        heard.forget();
        server.message("news".getBytes(UTF_8), news());
        assertThat(gate.isOpen(nanos)).isFalse();
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isFalse();
        assertThat(bus.snapshot().listenerFailures()).isEqualTo(1);
        server.tick();
        assertThat(heard.news()).endsWith("flush books");
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isTrue();
    }

    @Test
    void itStaysShutWhileNothingCanBeThrownAwayEither() {
        AtomicBoolean exhausted = new AtomicBoolean();
        bus.listen(new InvalidationListener() {
            @Override
            public void invalidated(String cache, String redisKey) {
                throw new LinkageError("a test");
            }

            @Override
            public void flush(String cache) {
                if (exhausted.get()) {
                    throw new LinkageError("a test");
                }
            }
        });
        open();
        exhausted.set(true);
        server.message("news".getBytes(UTF_8), news());
        server.tick();
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isFalse();
        exhausted.set(false);
        server.tick();
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isTrue();
    }

    @Test
    void oneCacheIsHeardWhileAnotherIsDenied() {
        bus.join("films", "film news");
        open();
        server.denied("film news", new RemoteException(RemoteException.Reason.DENIED, "NOPERM", null));
        assertThat(bus.isHeard("books")).isTrue();
        assertThat(bus.isHeard("films")).isFalse();
        assertThat(bus.isHeard("nobody's")).isFalse();
    }

    @Test
    void aPausedProcessWhoseClockStoodStillFindsTheGateShutAndEverythingFlushed() {
        bus.listen(heard);
        open();
        heard.forget();
        wallMillis += 5_000;
        server.tick();
        assertThat(gate.isOpen(nanos)).isFalse();
        assertThat(heard.news()).containsExactly("flush all");
        server.proved(nanos - MILLI);
        assertThat(gate.isOpen(nanos)).isFalse();
        pass(10);
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isTrue();
        assertThat(bus.snapshot().jumps()).isEqualTo(1);
    }

    @Test
    void aPongOfBeforeThePauseDoesNotOpenIt() {
        open();
        long sent = nanos;
        wallMillis += 5_000;
        server.proved(sent - MILLI);
        assertThat(gate.isOpen(nanos)).isFalse();
    }

    @Test
    void clocksThatAgreeMayStandStillForAnyTime() {
        bus.listen(heard);
        open();
        heard.forget();
        pass(60_000);
        server.tick();
        assertThat(gate.isOpen(nanos)).isFalse();
        assertThat(heard.news()).isEmpty();
        assertThat(bus.snapshot().jumps()).isZero();
    }

    @Test
    void observersHearWhatAGateDoesByItself() {
        List<String> seen = new ArrayList<>();
        bus.observe(new BusObserver() {
            @Override
            public void opened(Duration shut) {
                seen.add("opened after " + shut.toMillis());
            }

            @Override
            public void shut(String why) {
                seen.add(why);
            }
        });
        pass(30);
        open();
        pass(3_000);
        server.tick();
        assertThat(seen).containsExactly("opened after 30", "no PING was proved answered within 2000 ms");
    }

    @Test
    void aTimeFromBeforeTheGateWasMadeFindsItShutAsLongAsItIs() {
        assertThat(gate.isOpen(nanos - 60_000 * MILLI)).isFalse();
    }

    @Test
    void lessThanHalfASecondCannotBePromised() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new BusSettings(new Sender(() -> 1), Duration.ofMillis(499), () -> nanos, Instant::now))
                .withMessageContaining("cache-starter.local.max-staleness");
    }

    private static byte[] news() {
        return new Announcement(Announcement.Kind.EVICT, 2, "books", "k").encode();
    }

    private void open() {
        server.connected();
        server.subscribed("news");
        server.proved(nanos);
        assertThat(gate.isOpen(nanos)).isTrue();
    }

    private void pass(long millis) {
        nanos += millis * MILLI;
        wallMillis += millis;
    }

    private Subscriptions opened(SubscriptionListener listener) {
        server = listener;
        return new Subscriptions() {
            @Override
            public void add(String channel) {
                added.add(channel);
            }

            @Override
            public void mute(String channel, RemoteException failure) {
                server.denied(channel, failure);
            }

            @Override
            public void close() {}
        };
    }
}
