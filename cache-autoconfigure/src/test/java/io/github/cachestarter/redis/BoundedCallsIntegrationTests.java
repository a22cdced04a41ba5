package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import io.github.cachestarter.testing.Standstill;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sixteen threads call while Redis is killed, stopped or cut off: who waits, how many of them, and for how long. */
class BoundedCallsIntegrationTests {

    /** A machine that stands still for as long just before Redis is stopped would pay timeouts of its own. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final RedisSettings SETTINGS = new RedisSettings(TIMEOUT, TIMEOUT, Duration.ofMillis(500));
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Three seconds are promised; the rest is for a machine that does other things too. */
    private static final Duration BACK = Duration.ofSeconds(6);

    private static final int THREADS = 16;

    private RedisServerProcess redis;
    private FaultProxy proxy;
    private RedisAccess access;
    private SteadyLoad load;
    private Standstill standstill;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
        proxy = FaultProxy.before(redis.port());
        access = RedisAccess.open(proxy.url(), SETTINGS, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
        load = SteadyLoad.start(access.gateway(), THREADS, List.of("a", "b", "c"));
        standstill = Standstill.watch();
        load.forget();
    }

    @AfterEach
    void stop() {
        standstill.close();
        load.close();
        access.close();
        proxy.close();
        redis.close();
    }

    @Test
    void ofSixteenCallersOfAStoppedServerAtMostFivePayATimeoutAndLaterOnesNothing() {
        redis.pause();
        outageIsBounded();
        redis.resume();
        isSoonBack();
    }

    @Test
    void ofSixteenCallersOfACutOffServerAtMostFivePayATimeoutAndLaterOnesNothing() {
        proxy.swallow();
        outageIsBounded();
        proxy.heal();
        isSoonBack();
    }

    @Test
    void nobodyWaitsForAKilledServer() {
        redis.kill();
        proxy.cut();
        outageIsBounded();
        assertThat(load.failed()).noneMatch(call -> call.reason() == Reason.TIMEOUT);
        redis.restart();
        isSoonBack();
    }

    private void outageIsBounded() {
        await().atMost(LONG_ENOUGH).until(() -> access.breaker() != BreakerState.CLOSED);
        await().atMost(LONG_ENOUGH)
                .until(() -> load.failed().stream()
                                .filter(call -> call.reason() == Reason.BREAKER_OPEN)
                                .count()
                        > 5_000);
        List<SteadyLoad.Call> failed = load.failed();
        assertThat(load.surprises()).isEmpty();
        assertThat(failed.stream().filter(call -> call.reason() == Reason.TIMEOUT))
                .hasSizeLessThanOrEqualTo(5);
        List<Duration> refusals = failed.stream()
                .filter(call -> call.reason() == Reason.BREAKER_OPEN)
                .map(SteadyLoad.Call::took)
                .sorted()
                .toList();
        assertThat(refusals.get(refusals.size() / 2)).isLessThan(Duration.ofMillis(1));
    }

    private void isSoonBack() {
        long began = System.nanoTime();
        await().pollInterval(Duration.ofMillis(20)).atMost(LONG_ENOUGH).until(access.gateway()::available);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("back after " + took.toMillis() + " ms");
        assertThat(took).isLessThan(standstill.allow(BACK));
        load.awaitSuccesses();
    }
}
