package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long it takes until Redis is used again after a fault, on a clock that the test moves: at whatever moment the fault is
 * over, with the shortest waits, the longest ones and those in between. What a real network adds is a connection's set-up.
 */
class WayBackTests {

    /** What is promised. */
    private static final Duration PROMISED = Duration.ofSeconds(3);

    private static final Duration CONNECT_TIMEOUT = RedisSettings.DEFAULTS.connectTimeout();
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration STEP = Duration.ofMillis(10);

    private final ManualTimer time = new ManualTimer();
    private final StatefulRedisConnection<byte[], byte[]> connection = anyConnection();
    private boolean away;
    private boolean refuses;

    /** Away for up to a minute, in steps that meet every phase of the waits. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.37, 0.999})
    void fromABlackholeOfAnyLength(double random) {
        Duration longest = Duration.ZERO;
        for (long millis = 100; millis <= 60_000; millis += 1_130) {
            longest = max(longest, wayBack(Duration.ofMillis(millis), random));
        }
        System.out.println("back after a blackhole, at most: " + longest.toMillis() + " ms, random " + random);
        assertThat(longest).isLessThan(PROMISED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.37, 0.999})
    void fromAServerThatWasKilled(double random) {
        refuses = true;
        Duration longest = Duration.ZERO;
        for (long millis = 100; millis <= 60_000; millis += 1_130) {
            longest = max(longest, wayBack(Duration.ofMillis(millis), random));
        }
        assertThat(longest).isLessThan(PROMISED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withWaitsThatDifferAsTheyReallyDo(long seed) {
        Random random = new Random(seed);
        Duration longest = Duration.ZERO;
        for (long millis = 100; millis <= 60_000; millis += 1_130) {
            longest = max(longest, outage(primary(random::nextDouble), Duration.ofMillis(millis)));
        }
        System.out.println("back after a blackhole, at most: " + longest.toMillis() + " ms, seed " + seed);
        assertThat(longest).isLessThan(PROMISED);
    }

    @Test
    void alsoWhenItHasFlappedBefore() {
        Primary primary = primary(() -> 0.999);
        for (int i = 0; i < 10; i++) {
            assertThat(outage(primary, Duration.ofSeconds(1))).isLessThan(PROMISED);
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(outage(primary, Duration.ofSeconds(30))).isLessThan(PROMISED);
    }

    private Duration wayBack(Duration outage, double random) {
        return outage(primary(() -> random), outage);
    }

    /** Redis is away for so long, and callers notice at once; the answer is how long it takes after that. */
    private Duration outage(Primary primary, Duration lasts) {
        away = true;
        for (int i = 0; i < 5; i++) {
            primary.failed(new RemoteException(Reason.TIMEOUT, "no reply", null), null);
        }
        assertThat(primary.available()).isFalse();
        time.advance(lasts);
        away = false;
        long healed = time.getAsLong();
        while (!primary.available()
                && time.getAsLong() - healed < PROMISED.multipliedBy(10).toNanos()) {
            time.advance(STEP);
        }
        return Duration.ofNanos(time.getAsLong() - healed);
    }

    private Primary primary(DoubleSupplier random) {
        Primaries primaries =
                new Primaries(CONNECT_TIMEOUT, time, time, random, AvailabilityListener.NO_OP, PrimaryWatch.NO_OP);
        Primary primary = primaries.create(
                "test", this::connect, link -> after(ROUND_TRIP, "PONG"), link -> after(ROUND_TRIP, "known"));
        primary.connector().connect();
        time.advance(Duration.ofSeconds(1));
        assertThat(primary.available()).isTrue();
        return primary;
    }

    /** What began while Redis was away is lost, also when it is back before that is noticed. */
    private CompletableFuture<Link> connect() {
        CompletableFuture<Link> connected = new CompletableFuture<>();
        if (away) {
            time.after(
                    refuses ? STEP : CONNECT_TIMEOUT,
                    () -> connected.completeExceptionally(new RedisException("no connection")));
        } else {
            time.after(
                    ROUND_TRIP,
                    () -> connected.complete(new Link(connection, "test", RedisURI.create("redis://test"))));
        }
        return connected;
    }

    private <T> CompletableFuture<T> after(Duration wait, T reply) {
        CompletableFuture<T> replied = new CompletableFuture<>();
        if (!away) {
            time.after(wait, () -> replied.complete(reply));
        }
        return replied;
    }

    /** No mock: it is asked half a million times. */
    @SuppressWarnings("unchecked") // a proxy of a generic type
    private static StatefulRedisConnection<byte[], byte[]> anyConnection() {
        return (StatefulRedisConnection<byte[], byte[]>) Proxy.newProxyInstance(
                WayBackTests.class.getClassLoader(),
                new Class<?>[] {StatefulRedisConnection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "isOpen" -> true;
                    case "closeAsync" -> CompletableFuture.completedFuture(null);
                    default -> null;
                });
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
