package io.github.cachestarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.testing.RedisAdmin;
import io.github.cachestarter.testing.RedisServerProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sixteen threads call annotated methods while somebody administers their Redis: {@code CLIENT PAUSE}, {@code CLIENT KILL},
 * {@code REPLICAOF}. No caller gets an exception, and none reads what was changed before, then or afterwards.
 */
class AdministeredUnderLoadIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    /** Long enough for five callers to wait in vain, shorter than an administrator's connection waits for its reply. */
    private static final String A_WHILE = "10000";

    private static final int KILLS = 12;

    private OutageRig rig;

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void all_commands_are_paused(String mode) {
        rig = OutageRig.in(mode);
        pause("ALL", A_WHILE);
        await().atMost(LONG_ENOUGH).until(() -> rig.heard.outages.get() > 0);
        rig.traffic.awaitEveryThread();
        overIsThePause();
        hitsAreBack("CLIENT PAUSE ALL", mode);
        await().atMost(LONG_ENOUGH).until(() -> rig.heard.recoveries.get() > 0);
        rig.nothingOldIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void changes_are_paused(String mode) {
        rig = OutageRig.in(mode);
        pause("WRITE", A_WHILE);
        await().atMost(LONG_ENOUGH).until(() -> rig.heard.errors(Reason.TIMEOUT) > 0);
        overIsThePause();
        hitsAreBack("CLIENT PAUSE WRITE", mode);
        rig.traffic.awaitEveryThread();
        rig.nothingOldIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void connections_are_killed_again_and_again(String mode) {
        rig = OutageRig.in(mode);
        for (int i = 0; i < KILLS; i++) {
            rig.redis.admin().command("CLIENT", "KILL", "TYPE", i % 3 == 0 ? "pubsub" : "normal");
            rig.awaitRemoteHits();
        }
        assertThat(rig.heard.errors(Reason.DISCONNECTED)).isPositive();
        rig.traffic.awaitEveryThread();
        rig.nothingOldIsLeft();
    }

    /** As an administrator does it who does not want to lose a change: writes rest until the replica has them all. */
    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void the_primary_becomes_a_replica_and_a_primary_again(String mode) {
        rig = OutageRig.in(mode);
        try (RedisServerProcess other = RedisServerProcess.start()) {
            RedisAdmin one = rig.redis.admin();
            one.configure("repl-diskless-sync-delay", "0");
            other.admin().configure("repl-diskless-sync-delay", "0");
            replicaOf(other.admin(), rig.redis);
            await().atMost(LONG_ENOUGH).until(() -> "up".equals(replication(other.admin(), "master_link_status")));
            pause("WRITE", "60000");
            await().atMost(LONG_ENOUGH)
                    .until(() -> replication(one, "master_repl_offset")
                            .equals(replication(other.admin(), "slave_repl_offset")));
            other.admin().command("REPLICAOF", "NO", "ONE");
            replicaOf(one, other);
            one.command("CLIENT", "UNPAUSE");

            await().atMost(LONG_ENOUGH).until(() -> rig.heard.errors(Reason.NOT_WRITABLE) > 0);
            rig.traffic.awaitEveryThread();
            rig.traffic.nothingWasThrownAndNothingOldWasRead();

            one.command("REPLICAOF", "NO", "ONE");
            hitsAreBack("REPLICAOF", mode);
            rig.traffic.awaitEveryThread();
            rig.nothingOldIsLeft();
        }
    }

    private void pause(String what, String millis) {
        rig.redis.admin().command("CLIENT", "PAUSE", millis, what);
    }

    /** This one is held back too, and answered when it is over. */
    private void overIsThePause() {
        rig.redis.admin().command("SET", "over", "yes");
    }

    private void hitsAreBack(String fault, String mode) {
        System.out.println("remote hits of annotated methods back "
                + rig.awaitRemoteHits().toMillis() + " ms after " + fault + ", mode " + mode);
    }

    private static void replicaOf(RedisAdmin server, RedisServerProcess primary) {
        server.command("REPLICAOF", primary.host(), String.valueOf(primary.port()));
    }

    private static String replication(RedisAdmin server, String field) {
        return String.valueOf(server.info("replication").get(field));
    }
}
