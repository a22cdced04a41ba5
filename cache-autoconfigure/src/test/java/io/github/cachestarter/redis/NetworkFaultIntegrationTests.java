package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.FaultProxy;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A healthy server behind a bad network. */
class NetworkFaultIntegrationTests {

    /** Deadlines that a busy machine keeps too; each of the first calls to a blackhole waits for as long. */
    private static final RedisSettings PATIENT =
            new RedisSettings(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private RedisServerProcess redis;
    private FaultProxy proxy;
    private RedisAccess access;

    @BeforeEach
    void open() {
        redis = RedisServerProcess.start();
        proxy = FaultProxy.before(redis.port());
        access = RedisAccess.open(proxy.url(), PATIENT, AvailabilityListener.NO_OP);
        assertThat(access.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    @AfterEach
    void close() {
        access.close();
        proxy.close();
        redis.close();
    }

    @Test
    void recoversFromABlackholeWithoutWaitingForTheOldConnection() {
        proxy.swallow();
        assertThat(outcomesOf(50)).containsEntry(Reason.TIMEOUT, 5).containsEntry(Reason.BREAKER_OPEN, 45);
        proxy.heal();
        await().atMost(LONG_ENOUGH).until(access.gateway()::available);
        assertThat(outcomesOf(100)).isEmpty();
    }

    @Test
    void repliesThatComeTooLateAreTimeoutsAndNeverSomebodyElsesReply() {
        redis.admin().command("SET", "a", "A");
        redis.admin().command("SET", "b", "B");
        proxy.delay(Duration.ofMillis(2_500));
        assertThat(outcomesOf(1)).containsOnlyKeys(Reason.TIMEOUT);
        proxy.heal();
        await().atMost(LONG_ENOUGH).until(() -> outcomesOf(1).isEmpty());
        assertThat(access.gateway().get(new byte[] {'a'}).await()).isEqualTo(new byte[] {'A'});
        assertThat(access.gateway().get(new byte[] {'b'}).await()).isEqualTo(new byte[] {'B'});
    }

    @Test
    void corruptedRepliesAreFailuresLikeOthers() {
        proxy.corrupt();
        assertThat(outcomesOf(20)).isNotEmpty();
        proxy.heal();
        await().atMost(LONG_ENOUGH).until(() -> outcomesOf(1).isEmpty());
    }

    @Test
    void aCutConnectionIsReplaced() {
        proxy.cut();
        await().atMost(LONG_ENOUGH).until(() -> outcomesOf(1).isEmpty());
        assertThat(outcomesOf(100)).isEmpty();
    }

    private Map<Reason, Integer> outcomesOf(int calls) {
        Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
        for (int i = 0; i < calls; i++) {
            try {
                access.gateway().get(new byte[] {'k'}).await();
            } catch (RemoteException ex) {
                failures.merge(ex.reason(), 1, Integer::sum);
            }
        }
        return failures;
    }
}
