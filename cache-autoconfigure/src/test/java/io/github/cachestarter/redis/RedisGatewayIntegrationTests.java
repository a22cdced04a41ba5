package io.github.cachestarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisGatewayIntegrationTests {

    /** Deadlines that a busy machine keeps too. */
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    private static final RedisSettings IMPATIENT =
            new RedisSettings(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(10));

    private static RedisServerProcess redis;
    private static RedisAccess access;
    private static RedisGateway gateway;

    @BeforeAll
    static void open() {
        redis = RedisServerProcess.start();
        access = RedisAccess.open(redis.url(), PATIENT, AvailabilityListener.NO_OP);
        gateway = access.gateway();
        assertThat(access.awaitConnected(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void close() {
        access.close();
        redis.close();
    }

    @Test
    void readsWhatIsThereAndNullForNothing() {
        redis.admin().command("SET", "read", "value");
        assertThat(gateway.get(bytes("read")).await()).isEqualTo(bytes("value"));
        assertThat(gateway.get(bytes("nothing")).await()).isNull();
        assertThat(gateway.available()).isTrue();
    }

    @Test
    void mapsWhereTheResultIsConsumed() {
        redis.admin().command("SET", "mapped", "value");
        Thread caller = Thread.currentThread();
        String mapped = gateway.get(bytes("mapped"))
                .map(value -> new String(value, UTF_8) + (Thread.currentThread() == caller))
                .map(text -> text + "!")
                .await();
        assertThat(mapped).isEqualTo("valuetrue!");
    }

    @Test
    void callsBackOnTheExecutorAndNeverOnTheConnectionsThread() throws Exception {
        redis.admin().command("SET", "async", "value");
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "callback"));
        CompletableFuture<String> heard = new CompletableFuture<>();
        gateway.get(bytes("async"))
                .map(value -> new String(value, UTF_8) + " on "
                        + Thread.currentThread().getName())
                .whenDone(
                        executor,
                        (value, failure) -> heard.complete(
                                value + " on " + Thread.currentThread().getName()));
        assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo("value on callback on callback");
        executor.shutdown();
    }

    @Test
    void aCallbackIsHeardEvenIfItsExecutorTakesNoMoreTasks() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        CompletableFuture<String> heard = new CompletableFuture<>();
        gateway.get(bytes("nothing"))
                .whenDone(
                        executor,
                        (value, failure) ->
                                heard.complete(Thread.currentThread().getName()));
        assertThat(heard.get(60, TimeUnit.SECONDS)).startsWith("cache-starter-redis");
    }

    @Test
    void runsAScriptByItsDigestAndWithItsTextOnlyIfTheServerDoesNotKnowIt() {
        redis.admin().command("SCRIPT", "FLUSH");
        redis.admin().resetStats();
        assertThat(gateway.run(Script.EVICT, bytes("evicted"), bytes("channel"), bytes("message"))
                        .await())
                .isNotNull();
        assertThat(gateway.run(Script.EVICT, bytes("evicted"), bytes("channel"), bytes("message"))
                        .await())
                .isNotNull();
        assertThat(redis.admin().calls("evalsha")).isEqualTo(2);
        assertThat(redis.admin().calls("eval")).isEqualTo(1);
    }

    @Test
    void runsAnUnknownScriptForACallbackToo() throws Exception {
        redis.admin().command("SCRIPT", "FLUSH");
        CompletableFuture<Object> heard = new CompletableFuture<>();
        gateway.run(Script.EVICT, bytes("evicted"), bytes("channel"), bytes("message"))
                .whenDone(Runnable::run, (value, failure) -> heard.complete(failure == null ? value : failure));
        assertThat(heard.get(60, TimeUnit.SECONDS)).isInstanceOf(Long.class);
    }

    @Test
    void unlinksEveryKeyOfAPatternAndNoOther() {
        for (int i = 0; i < 2_000; i++) {
            redis.admin().command("SET", "clear:" + i, "x");
        }
        redis.admin().command("SET", "keep:1", "x");
        assertThat(gateway.unlink(Sweep.all(bytes("clear:*"))).await()).isEqualTo(2_000);
        assertThat(redis.admin().command("EXISTS", "keep:1")).isEqualTo(1L);
        assertThat(redis.admin().calls("keys")).isZero();
    }

    @Test
    void unlinksOnlyWhatIsDeadByItsFirstBytes() {
        redis.admin().command("FLUSHALL");
        for (int i = 0; i < 1_000; i++) {
            redis.admin().command("SET", "sweep:" + i, (i % 2 == 0 ? "dead" : "alive") + i);
        }
        redis.admin().command("HSET", "sweep:hash", "dead", "dead");
        Predicate<byte[]> dead = head -> new String(head, UTF_8).equals("dea");

        assertThat(gateway.unlink(new Sweep(bytes("sweep:*"), 3, dead, () -> true))
                        .await())
                .isEqualTo(500);
        assertThat(redis.admin().command("DBSIZE")).isEqualTo(501L);
    }

    @Test
    void aSweepEndsWhenItIsTold() {
        redis.admin().command("FLUSHALL");
        for (int i = 0; i < 2_000; i++) {
            redis.admin().command("SET", "sweep:" + i, "x");
        }
        AtomicInteger batches = new AtomicInteger();
        Sweep sweep = new Sweep(bytes("sweep:*"), 1, head -> true, () -> batches.incrementAndGet() < 2);

        assertThat(gateway.unlink(sweep).await()).isBetween(1L, 1_000L);
    }

    @Test
    void tellsTheServersTime() {
        long before = System.currentTimeMillis() * 1_000;
        long time = gateway.serverTimeMicros("any".getBytes(UTF_8)).await();
        assertThat(time).isBetween(before - 1_000_000, before + 60_000_000);
    }

    @Test
    void anInterruptedCallerGetsAFailureAndKeepsItsInterrupt() {
        redis.pause();
        try {
            Pending<byte[]> pending = gateway.get(bytes("read"));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(RemoteException.class).isThrownBy(pending::await);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            redis.resume();
        }
    }

    @Test
    void aSilentServerIsATimeout() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        try (RedisAccess impatient = RedisAccess.open(redis.url(), IMPATIENT, AvailabilityListener.NO_OP)) {
            assertThat(impatient.awaitConnected(Duration.ofSeconds(60))).isTrue();
            RedisGateway gateway = impatient.gateway();
            redis.pause();
            assertThatExceptionOfType(RemoteException.class)
                    .isThrownBy(() -> gateway.get(bytes("read")).await())
                    .matches(failure -> failure.reason() == Reason.TIMEOUT)
                    .withMessageContaining("500 ms");
            gateway.get(bytes("read")).whenDone(Runnable::run, (value, failure) -> heard.complete(failure));
            assertThat(heard.get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            RemoteException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT));
        } finally {
            redis.resume();
        }
        assertThat(redis.admin().answers()).isTrue();
    }

    @Test
    void anErrorReplySaysWhatItMeans() {
        redis.admin().command("SADD", "set", "member");
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> gateway.get(bytes("set")).await())
                .matches(failure -> failure.reason() == Reason.ERROR)
                .withMessageContaining("WRONGTYPE");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
