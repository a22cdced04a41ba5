package io.github.cachestarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What servers say of themselves was taken from Redis 7.0.15 in these situations. */
class IdentityTests {

    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);

    private final Identity before = seen("run1", A, 1_000, Identity.NONE, -1, 3_600, 0);

    @Test
    void theSameProcessWithTheSameHistoryIsTheSame() {
        assertThat(seen("run1", A, 2_000, Identity.NONE, -1, 3_660, 60).after(before))
                .isEqualTo(Kind.SAME);
    }

    @Test
    void aPrimaryThatLostItsLastReplicaLongAgoTakesANewHistoryWithoutASecondOneAndIsTheSame() {
        assertThat(seen("run1", B, 2_000, Identity.NONE, -1, 7_200, 3_600).after(before))
                .isEqualTo(Kind.SAME);
    }

    @Test
    void theSameProcessThatFollowedAnotherPrimaryInBetweenHasOtherData() {
        assertThat(seen("run1", B, 2_000, "c".repeat(40), 1_900, 3_660, 60).after(before))
                .isEqualTo(Kind.UNRELATED);
    }

    @Test
    void aPromotedReplicaIsASuccessor() {
        assertThat(seen("run2", B, 1_510, A, 1_501, 3_000, 60).after(before)).isEqualTo(Kind.SUCCESSOR);
    }

    @Test
    void aReplicaThatWasBehindWhenThePrimaryWasLastSeenIsNone() {
        assertThat(seen("run2", B, 910, A, 901, 3_000, 60).after(before)).isEqualTo(Kind.UNRELATED);
    }

    @Test
    void aServerThatRanBesideTheOneBeforeIsUnrelatedAndOneThatMayHaveTakenItsPlaceIsNot() {
        assertThat(seen("run2", B, 500, Identity.NONE, -1, 62, 60).after(before))
                .isEqualTo(Kind.UNRELATED);
        assertThat(seen("run2", B, 500, Identity.NONE, -1, 61, 60).after(before))
                .as("one second may be a matter of rounding")
                .isEqualTo(Kind.RESTARTED_OR_UNRELATED);
    }

    @Test
    void aRestartedPrimaryClaimsTheHistoryOfItsSnapshotButIsTooYoung() {
        assertThat(seen("run2", B, 1_500, A, 1_501, 3, 60).after(before)).isEqualTo(Kind.RESTARTED_OR_UNRELATED);
    }

    @Test
    void aRestartedPrimaryWithoutASnapshotIsUnrelated() {
        assertThat(seen("run2", B, 0, Identity.NONE, -1, 3, 60).after(before)).isEqualTo(Kind.RESTARTED_OR_UNRELATED);
    }

    @Test
    void whoDoesNotTellIsUnknownEveryTime() {
        Identity untold = new ServerInfo("").identity(60);
        assertThat(untold.after(before)).isEqualTo(Kind.UNKNOWN);
        assertThat(untold.after(untold)).isEqualTo(Kind.UNKNOWN);
        assertThat(before.after(untold)).isEqualTo(Kind.UNKNOWN);
    }

    private static Identity seen(
            String runId, String history, long offset, String second, long secondOffset, long uptime, long at) {
        return new Identity(
                runId,
                history,
                offset,
                second,
                secondOffset,
                Duration.ofSeconds(uptime),
                Duration.ofSeconds(at).toNanos());
    }
}
