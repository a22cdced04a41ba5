package io.github.cachestarter.autoconfigure;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outages of a length at which waits have grown, seen from annotated methods and with the timeouts that hold when nothing is
 * configured. That Redis is used again within three seconds of its return is a matter of the waits and proved on a clock of
 * its own ({@code WayBackTests}); here the figure is printed, and hits must come.
 */
@Tag("long")
class LongOutageUnderLoadIntegrationTests {

    @ParameterizedTest
    @ValueSource(ints = {30, 60})
    void after_a_long_blackhole_annotated_methods_are_answered_by_redis_again(int seconds) {
        try (OutageRig rig = start()) {
            rig.proxy.swallow();
            pass(Duration.ofSeconds(seconds));
            rig.traffic.awaitEveryThread();
            rig.proxy.heal();
            isBack(rig, "a blackhole of " + seconds + " s");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 30)
    void after_a_long_stop(int seconds) {
        try (OutageRig rig = start()) {
            rig.redis.pause();
            pass(Duration.ofSeconds(seconds));
            rig.traffic.awaitEveryThread();
            rig.redis.resume();
            isBack(rig, "a stop of " + seconds + " s");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 30)
    void after_a_long_time_without_a_server(int seconds) {
        try (OutageRig rig = start()) {
            rig.redis.kill();
            rig.proxy.cut();
            pass(Duration.ofSeconds(seconds));
            rig.traffic.awaitEveryThread();
            rig.redis.restart();
            isBack(rig, "a kill and " + seconds + " s");
        }
    }

    private static void isBack(OutageRig rig, String fault) {
        System.out.println(
                "remote hits of annotated methods back " + rig.awaitRemoteHits().toMillis() + " ms after " + fault);
        await().atMost(OutageRig.LONG_ENOUGH).until(() -> rig.heard.recoveries.get() > 0);
        rig.nothingOldIsLeft();
    }

    private static OutageRig start() {
        return new OutageRig("--cache-starter.mode=remote");
    }

    /** The length of an outage is what is tested here. */
    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long rest = time.toNanos(); rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(rest, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }
}
