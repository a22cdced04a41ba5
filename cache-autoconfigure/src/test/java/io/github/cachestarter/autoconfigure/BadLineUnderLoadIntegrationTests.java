package io.github.cachestarter.autoconfigure;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixteen threads call annotated methods over a network that garbles, delays or cuts. */
class BadLineUnderLoadIntegrationTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int CUTS = 10;

    private OutageRig rig;

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void replies_are_garbled(String mode) {
        rig = OutageRig.in(mode);
        rig.proxy.corrupt();
        await().atMost(LONG_ENOUGH).until(() -> rig.heard.errors() > 0);
        rig.traffic.awaitEveryThread();
        isGoodAgain("garbled replies", mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void replies_come_too_late(String mode) {
        rig = OutageRig.in(mode);
        rig.proxy.delay(Duration.ofSeconds(2));
        await().atMost(LONG_ENOUGH).until(() -> rig.heard.outages.get() > 0);
        rig.traffic.awaitEveryThread();
        isGoodAgain("late replies", mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "tiered"})
    void connections_are_cut_again_and_again(String mode) {
        rig = OutageRig.in(mode);
        for (int i = 0; i < CUTS; i++) {
            rig.proxy.cut();
            rig.awaitRemoteHits();
        }
        isGoodAgain("cut connections", mode);
    }

    private void isGoodAgain(String fault, String mode) {
        rig.proxy.heal();
        System.out.println("remote hits of annotated methods back "
                + rig.awaitRemoteHits().toMillis() + " ms after " + fault + ", mode " + mode);
        rig.traffic.awaitEveryThread();
        rig.nothingOldIsLeft();
    }
}
