package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An error such as "unable to create native thread" may pass: what is done again and again goes on after it. */
class PassingErrorTests {

    private static final Duration WAIT = Duration.ofMillis(50);

    private final ManualTimer time = new ManualTimer();
    private final Backoff backoff = new Backoff(WAIT, WAIT, () -> 0);
    private int begun;
    private boolean exhausted;

    @BeforeEach
    void exhaust() {
        exhausted = true;
    }

    @Test
    void anAttemptToConnectFailsAndTheNextOneWorks() {
        Connector connector = new Connector(this::link, link -> done(), backoff, Duration.ofSeconds(1), time, time);
        CompletableFuture<Link> first = connector.refresh();
        time.advance(WAIT.dividedBy(2));
        assertThat(first).isCompletedExceptionally();
        exhausted = false;
        time.advance(WAIT);
        assertThat(connector.current()).isNotNull();
    }

    @Test
    void whoWaitsForAConnectionIsToldAlsoWhenSomebodyElseFailsWhoIsTold() {
        exhausted = false;
        Connector connector = new Connector(this::link, link -> done(), backoff, Duration.ofSeconds(1), time, time);
        connector.beforeUse(link -> {
            link.onUse(() -> {
                throw new LinkageError("a test");
            });
            return done();
        });
        CompletableFuture<Link> first = connector.refresh();
        time.advance(Duration.ZERO);
        assertThat(first).isDone();
    }

    @Test
    void aBreakerGoesOnProbing() {
        Breaker breaker = new Breaker(
                since -> {
                    fail();
                    return done();
                },
                new OpenTimes(() -> 0),
                time,
                time,
                AvailabilityListener.NO_OP,
                new Silence());
        for (int i = 0; i < 5; i++) {
            breaker.failed(new RemoteException(Reason.TIMEOUT, "no reply", null));
        }
        time.advance(Duration.ofSeconds(5));
        assertThat(begun).isPositive();
        assertThat(breaker.permits()).isFalse();
        exhausted = false;
        time.advance(Duration.ofSeconds(10));
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void theSubscriptionsAreOpenedAgain() {
        Link link = new Link(anyConnection(), "test", RedisURI.create("redis://test"));
        Primaries primaries = new Primaries(
                Duration.ofSeconds(1), time, time, () -> 0, AvailabilityListener.NO_OP, PrimaryWatch.NO_OP);
        Route.Single route = new Route.Single(primaries.of(link), false);
        FollowingSubscriptions subscriptions = new FollowingSubscriptions(
                route,
                new SessionOpener(null, route, Duration.ofSeconds(1), this::later),
                null,
                new FollowingSubscriptions.Pacing(
                        time, time, backoff, Duration.ofSeconds(1), Duration.ofSeconds(1), () -> {}));
        subscriptions.changed();
        time.advance(WAIT.multipliedBy(10));
        assertThat(begun).isGreaterThan(3);
    }

    @Test
    void aClusterIsLookedAtAgain() {
        Cluster cluster = new Cluster(
                new TopologySource(null, seeds(), Duration.ofSeconds(1), time, node -> true),
                address -> null,
                () -> {},
                AvailabilityListener.NO_OP,
                backoff,
                time);
        cluster.connect();
        time.advance(WAIT.multipliedBy(10));
        assertThat(begun).isGreaterThan(3);
    }

    /** As long as it is known from a redirect alone. */
    @Test
    void aPrimaryOfWhichNobodyHasToldTheSlotsMayHaveEveryKey() {
        Cluster cluster = new Cluster(
                new TopologySource(null, seeds(), Duration.ofSeconds(1), time, node -> true),
                address -> null,
                () -> {},
                AvailabilityListener.NO_OP,
                backoff,
                time);
        assertThat(cluster.place("127.0.0.1:7001").owns("key".getBytes(UTF_8))).isTrue();
    }

    private void fail() {
        begun++;
        if (exhausted) {
            throw new InternalError("unable to create native thread");
        }
    }

    private CompletableFuture<Link> link() {
        fail();
        return CompletableFuture.completedFuture(new Link(anyConnection(), "test", RedisURI.create("redis://test")));
    }

    private Timer.Task later(Duration wait, Runnable task) {
        fail();
        return time.after(wait, task);
    }

    private static CompletableFuture<?> done() {
        return CompletableFuture.completedFuture("PONG");
    }

    /** To be gone through, and out of memory when one is to be connected to. */
    private List<RedisURI> seeds() {
        return new AbstractList<>() {

            @Override
            public RedisURI get(int index) {
                fail();
                return RedisURI.create("redis://127.0.0.1:1");
            }

            @Override
            public void forEach(Consumer<? super RedisURI> action) {
                action.accept(RedisURI.create("redis://127.0.0.1:1"));
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    @SuppressWarnings("unchecked") // a proxy of a generic type
    static StatefulRedisConnection<byte[], byte[]> anyConnection() {
        return (StatefulRedisConnection<byte[], byte[]>) Proxy.newProxyInstance(
                PassingErrorTests.class.getClassLoader(),
                new Class<?>[] {StatefulRedisConnection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "isOpen" -> true;
                    case "closeAsync" -> CompletableFuture.completedFuture(null);
                    default -> null;
                });
    }
}
