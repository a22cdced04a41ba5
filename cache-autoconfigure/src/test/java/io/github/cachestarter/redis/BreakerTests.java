package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTests {

    private static final Duration HALF = Duration.ofMillis(50);

    private final ManualTimer time = new ManualTimer();
    private final List<String> news = new ArrayList<>();
    private final List<Long> probes = new ArrayList<>();
    private boolean redisAnswers;
    private boolean probeThrows;
    private final Silence silence = new Silence();
    private final Breaker breaker = breaker("", 0);

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TIMEOUT", "DISCONNECTED"})
    void opensAfterFiveFailuresInARowThatMeanAway(Reason reason) {
        fail(4, reason);
        assertThat(breaker.permits()).isTrue();
        fail(1, reason);
        assertThat(breaker.permits()).isFalse();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(news).containsExactly("unavailable: " + reason);
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        fail(4, Reason.TIMEOUT);
        breaker.succeeded();
        fail(4, Reason.TIMEOUT);
        assertThat(breaker.permits()).isTrue();
        fail(1, Reason.TIMEOUT);
        assertThat(breaker.permits()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TIMEOUT", "DISCONNECTED", "BREAKER_OPEN"},
            mode = EnumSource.Mode.EXCLUDE)
    void anErrorReplyIsAnAnswer(Reason reason) {
        fail(100, reason);
        assertThat(breaker.permits()).isTrue();
        fail(4, Reason.TIMEOUT);
        fail(1, reason);
        fail(4, Reason.TIMEOUT);
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void refusesUntilItsOwnProbeSucceeds() {
        fail(5, Reason.TIMEOUT);
        redisAnswers = true;
        breaker.succeeded();
        time.advance(Duration.ofMillis(499));
        assertThat(breaker.permits()).isFalse();
        assertThat(probes).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(breaker.permits()).isTrue();
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
        assertThat(news).containsExactly("unavailable: TIMEOUT", "recovered after 500 ms");
    }

    @Test
    void waitsTwiceAsLongAfterEachFailedProbeUpToFiveSeconds() {
        fail(5, Reason.TIMEOUT);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waits.add(time.untilNext());
            time.advance(time.untilNext());
        }
        assertThat(waits)
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        assertThat(breaker.permits()).isFalse();
        assertThat(news).hasSize(1);
    }

    @Test
    void aProbeThatCannotEvenBeginIsAFailedOne() {
        probeThrows = true;
        fail(5, Reason.TIMEOUT);
        assertThatCode(() -> time.advance(Duration.ofMillis(500))).doesNotThrowAnyException();
        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        probeThrows = false;
        redisAnswers = true;
        time.advance(Duration.ofSeconds(1));
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void aNewConnectionIsTriedAtOnceButNotBeforeTheShortestWait() {
        fail(5, Reason.DISCONNECTED);
        time.advance(Duration.ofMillis(600));
        redisAnswers = true;
        breaker.connected();
        time.advance(Duration.ofMillis(1));
        assertThat(breaker.permits()).isTrue();

        time.advance(Duration.ofMinutes(1));
        fail(5, Reason.DISCONNECTED);
        breaker.connected();
        time.advance(Duration.ofMillis(499));
        assertThat(breaker.permits()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(breaker.permits()).isTrue();
    }

    @Test
    void whileRedisFlapsTheStateChangesNoMoreThanOnceASecond() {
        redisAnswers = true;
        for (int i = 0; i < 600; i++) {
            fail(5, Reason.TIMEOUT);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(news.size()).isBetween(4, 60);
    }

    @Test
    void norDoesItWithTheShortestWaitsAndItStaysOpenNoLongerThanTwoAndAHalfSeconds() {
        Breaker hasty = breaker("hasty ", 0.999);
        redisAnswers = true;
        for (int i = 0; i < 600; i++) {
            fail(hasty, 5, Reason.TIMEOUT);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(news.size()).isBetween(4, 60);

        news.clear();
        for (int i = 0; i < 10; i++) {
            fail(5, Reason.TIMEOUT);
            time.advance(Duration.ofMillis(2_500));
            assertThat(breaker.permits()).isTrue();
        }
        assertThat(news).filteredOn(line -> !line.startsWith("hasty")).hasSize(20);
    }

    @Test
    void aSilentClusterCostsFiveTimeoutsInAll() {
        Breaker other = breaker("other ", 0);
        Breaker third = breaker("third ", 0);
        for (Breaker asked : List.of(breaker, other, third, other, breaker)) {
            assertThat(asked.mayGoOn(HALF)).isTrue();
        }
        for (Breaker asked : List.of(breaker, other, third)) {
            assertThat(asked.mayGoOn(HALF)).isFalse();
            assertThat(asked.permits()).as("until the five know more").isFalse();
        }
        for (Breaker failed : List.of(breaker, other, third, other, breaker)) {
            fail(failed, 1, Reason.TIMEOUT);
        }
        assertThat(news).isEmpty();
        time.advance(HALF);
        for (Breaker asked : List.of(breaker, other, third)) {
            assertThat(asked.permits()).isTrue();
            assertThat(asked.mayGoOn(HALF)).isFalse();
            assertThat(asked.permits()).isFalse();
        }
        assertThat(news)
                .containsExactly("unavailable: TIMEOUT", "other unavailable: TIMEOUT", "third unavailable: TIMEOUT");
        redisAnswers = true;
        time.advance(Duration.ofMillis(500));
        for (Breaker asked : List.of(breaker, other, third)) {
            assertThat(asked.permits()).isTrue();
            assertThat(asked.mayGoOn(HALF)).isTrue();
        }
    }

    @Test
    void oneSilentPrimaryCostsTheOthersNothingWhileAnyReplies() {
        Breaker other = breaker("other ", 0);
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.mayGoOn(HALF)).isTrue();
        }
        other.succeeded();
        assertThat(breaker.mayGoOn(HALF)).as("the sixth of its own").isFalse();
        assertThat(other.mayGoOn(HALF)).isTrue();
        fail(5, Reason.TIMEOUT);
        other.succeeded();
        assertThat(other.mayGoOn(HALF)).isTrue();
        assertThat(news).containsExactly("unavailable: TIMEOUT");
    }

    @Test
    void inThePlaceOfThoseWhoWereInterruptedOthersMayWait() {
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.mayGoOn(HALF)).isTrue();
        }
        fail(3, Reason.TIMEOUT);
        assertThat(breaker.mayGoOn(HALF)).isFalse();
        time.advance(HALF);
        assertThat(breaker.mayGoOn(HALF)).isTrue();
        assertThat(breaker.mayGoOn(HALF)).isTrue();
        assertThat(breaker.mayGoOn(HALF)).as("five in all").isFalse();
    }

    @Test
    void afterAQuietTimeTheWaitsAreShortAgain() {
        redisAnswers = true;
        for (int i = 0; i < 3; i++) {
            fail(5, Reason.TIMEOUT);
            time.advance(time.untilNext());
        }
        fail(5, Reason.TIMEOUT);
        assertThat(time.untilNext()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        time.advance(time.untilNext());
        time.advance(Duration.ofSeconds(10));
        fail(5, Reason.TIMEOUT);
        assertThat(time.untilNext()).isEqualTo(Duration.ofMillis(500));
    }

    private CompletableFuture<?> probe(long since) {
        probes.add(since);
        if (probeThrows) {
            throw new IllegalStateException("cannot begin");
        }
        return redisAnswers
                ? CompletableFuture.completedFuture("PONG")
                : CompletableFuture.failedFuture(new IllegalStateException("still away"));
    }

    private void fail(int times, Reason reason) {
        fail(breaker, times, reason);
    }

    private static void fail(Breaker breaker, int times, Reason reason) {
        for (int i = 0; i < times; i++) {
            breaker.failed(new RemoteException(reason, "test", null));
        }
    }

    private Breaker breaker(String name, double random) {
        AvailabilityListener listener = new AvailabilityListener() {
            @Override
            public void unavailable(RemoteException cause) {
                news.add(name + "unavailable: " + cause.reason());
            }

            @Override
            public void recovered(Duration outage) {
                news.add(name + "recovered after " + outage.toMillis() + " ms");
            }
        };
        return new Breaker(this::probe, new OpenTimes(() -> random), time, time, listener, silence);
    }
}
