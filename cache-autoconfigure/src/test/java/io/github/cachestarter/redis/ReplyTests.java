package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReplyTests {

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private final ManualTimer time = new ManualTimer();
    private final Calls calls = new Calls(time, time);
    private final List<String> news = new ArrayList<>();
    private final Primary primary = new Primaries(
                    TIMEOUT,
                    time,
                    time,
                    () -> 0,
                    new AvailabilityListener() {
                        @Override
                        public void unavailable(RemoteException cause) {
                            news.add("unavailable: " + cause.reason());
                        }
                    },
                    new PrimaryWatch() {
                        @Override
                        public void changed() {}

                        @Override
                        public void refused(RemoteException failure) {}
                    })
            .create("test", this::cannotConnect, link -> new CompletableFuture<>(), CompletableFuture::completedFuture);
    private final Route route = new Route.Single(primary, false);

    @Test
    void aScriptThatCannotBeSentAgainIsAFailureForWhoWaitsAndForWhoDoesNot() {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        unknownScript().whenDone(Runnable::run, (value, failure) -> heard.set(failure));
        time.advance(Duration.ofMillis(1));

        assertThat(heard.get()).isInstanceOf(RemoteException.class).hasMessageContaining("cannot connect");
        Pending<String> awaited = unknownScript();
        time.advance(Duration.ofMillis(1));
        assertThatExceptionOfType(RemoteException.class).isThrownBy(awaited::await);
    }

    @Test
    void aReplyThatNobodyAwaitsEndsAtItsDeadline() {
        AtomicReference<Throwable> heard = new AtomicReference<>();
        silence().whenDone(Runnable::run, (value, failure) -> heard.set(failure));
        time.advance(Duration.ofMillis(99));
        assertThat(heard.get()).isNull();
        time.advance(Duration.ofMillis(1));
        assertThat(heard.get())
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT));
    }

    @Test
    void ofManyCallersOfASilentServerFiveWaitAndTheOthersGiveUpAtHalfOfTheirTime() {
        List<Reason> reasons = new ArrayList<>();
        List<Duration> when = new ArrayList<>();
        long start = time.getAsLong();
        for (int i = 0; i < 16; i++) {
            silence().whenDone(Runnable::run, (value, failure) -> {
                reasons.add(((RemoteException) failure).reason());
                when.add(Duration.ofNanos(time.getAsLong() - start));
            });
        }
        time.advance(Duration.ofMillis(50));
        assertThat(reasons).hasSize(11).containsOnly(Reason.DISCONNECTED);
        assertThat(primary.permits()).isFalse();
        assertThat(news).isEmpty();

        time.advance(Duration.ofMillis(50));
        assertThat(reasons.subList(11, 16)).containsOnly(Reason.TIMEOUT);
        assertThat(when.subList(0, 11)).containsOnly(Duration.ofMillis(50));
        assertThat(news).containsExactly("unavailable: TIMEOUT");
    }

    @Test
    void whoAwaitsGivesUpAtHalfOfTheTimeToo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Reason>> reasons = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Pending<String> reply = silence();
                reasons.add(threads.submit(() -> {
                    try {
                        reply.await();
                        throw new AssertionError("There was no reply");
                    } catch (RemoteException ex) {
                        return ex.reason();
                    }
                }));
            }
            List<Reason> found = new ArrayList<>();
            for (Future<Reason> reason : reasons) {
                found.add(reason.get(60, TimeUnit.SECONDS));
            }
            assertThat(found).hasSize(8);
            assertThat(found.stream().filter(Reason.TIMEOUT::equals)).hasSize(5);
            assertThat(found.stream().filter(Reason.DISCONNECTED::equals)).hasSize(3);
        } finally {
            threads.shutdownNow();
        }
    }

    private CompletableFuture<Link> cannotConnect() {
        return CompletableFuture.failedFuture(new RedisException("cannot connect"));
    }

    private Reply<String> silence() {
        return new Reply<>(calls, route, new Way(primary, null), TIMEOUT, new CompletableFuture<>(), null);
    }

    private Reply<String> unknownScript() {
        return new Reply<>(
                calls,
                route,
                new Way(primary, null),
                TIMEOUT,
                CompletableFuture.failedFuture(new RedisNoScriptException("NOSCRIPT")),
                withText -> {
                    throw new AssertionError("There is no connection");
                });
    }
}
