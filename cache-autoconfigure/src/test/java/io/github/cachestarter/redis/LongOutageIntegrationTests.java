package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outages of a length at which waits have grown, with the timeouts that hold when nothing is configured. */
@Tag("long")
class LongOutageIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final AtomicInteger transitions = new AtomicInteger();
    private RedisServerProcess redis;
    private FaultProxy proxy;
    private RedisAccess access;

    @BeforeEach
    void start() {
        redis = RedisServerProcess.start();
        proxy = FaultProxy.before(redis.port());
        access = RedisAccess.open(proxy.url(), RedisSettings.DEFAULTS, new AvailabilityListener() {
            @Override
            public void unavailable(RemoteException cause) {
                transitions.incrementAndGet();
            }

            @Override
            public void recovered(Duration outage) {
                transitions.incrementAndGet();
            }
        });
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    @AfterEach
    void stop() {
        access.close();
        proxy.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 60})
    void afterALongBlackholeRedisIsBackWithinThreeSeconds(int seconds) {
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 16, List.of("a", "b", "c"))) {
            proxy.swallow();
            pass(Duration.ofSeconds(seconds));
            assertThat(access.gateway().available()).isFalse();
            long healed = System.nanoTime();
            proxy.heal();
            await().pollInterval(Duration.ofMillis(20)).atMost(LONG_ENOUGH).until(access.gateway()::available);
            Duration took = Duration.ofNanos(System.nanoTime() - healed);
            System.out.println("back after " + took.toMillis() + " ms, blackhole of " + seconds + " s");
            assertThat(took).isLessThan(Duration.ofSeconds(3));
            load.awaitSuccesses();
            assertThat(load.surprises()).isEmpty();
        }
    }

    @Test
    void whileRedisFlapsTheBreakerChangesNoMoreThanOnceASecond() {
        int rounds = 10;
        try (SteadyLoad load = SteadyLoad.start(access.gateway(), 16, List.of("a", "b", "c"))) {
            for (int i = 0; i < rounds; i++) {
                redis.pause();
                pass(Duration.ofSeconds(1));
                redis.resume();
                pass(Duration.ofSeconds(1));
            }
            assertThat(load.surprises()).isEmpty();
        }
        System.out.println(transitions.get() + " transitions in " + 2 * rounds + " s");
        assertThat(transitions.get()).isBetween(2, 2 * rounds);
    }

    /** The length of an outage is what is tested here. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(rest, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }
}
