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

    private final ManualTimer time = new ManualTimer();
    private final List<String> news = new ArrayList<>();
    private final List<Long> probes = new ArrayList<>();
    private boolean redisAnswers;
    private boolean probeThrows;
    private final Breaker breaker =
            new Breaker(this::probe, new OpenTimes(() -> 0), time, time, new AvailabilityListener() {
                @Override
                public void unavailable(RemoteException cause) {
                    news.add("unavailable: " + cause.reason());
                }

                @Override
                public void recovered(Duration outage) {
                    news.add("recovered after " + outage.toMillis() + " ms");
                }
            });

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
        for (int i = 0; i < times; i++) {
            breaker.failed(new RemoteException(reason, "test", null));
        }
    }
}
