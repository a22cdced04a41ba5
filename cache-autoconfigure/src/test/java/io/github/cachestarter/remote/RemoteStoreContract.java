package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RemoteStore} does: {@link RemoteLoadsContract for those who load}, and here for those who change
 * something.
 */
abstract class RemoteStoreContract extends RefreshContract {

    @Test
    void anEvictTellsWhetherAnEntryWasThereAndIsAnnouncedInEveryCase() {
        assertThat(evict()).isFalse();
        acquire(mine);
        assertThat(evict()).isFalse();
        acquire(mine);
        store(mine, "v1");
        assertThat(evict()).isTrue();
        plant(key, entry(mine, "v2"));
        claim(other);
        assertThat(evict()).isTrue();

        assertThat(get()).isInstanceOf(Reply.Absent.class);
        assertAnnounced(Kind.EVICT, Kind.EVICT, Kind.EVICT, Kind.EVICT);
    }

    @Test
    void aPutUnderItsClaimIsStoredAndAnnounced() {
        assertThat(claim(mine)).isFalse();
        assertThat(acquire(other)).isInstanceOf(Reply.Busy.class);

        assertThat(put(mine, "v1")).isTrue();

        assertValue(get(), entry(mine, "v1"));
        assertAnnounced(Kind.PUT);
    }

    @Test
    void aClaimedValueStaysReadableAndKeepsItsTimeToLive() {
        plant(key, entry(mine, "v1"));
        long before = ttlMillis(key);

        assertThat(store().claim(key, other, Duration.ofHours(1)).await()).isTrue();

        assertClaimed(get(), entry(mine, "v1"));
        assertClaimed(acquire(third), entry(mine, "v1"));
        assertThat(ttlMillis(key)).isPositive().isLessThanOrEqualTo(before);
        assertThat(put(other, "v2")).isTrue();
        assertValue(get(), entry(other, "v2"));
    }

    @Test
    void aLatePutRunsAsAnEvict_LH5() {
        claim(mine);
        evict();
        assertThat(put(mine, "old")).isFalse();
        assertThat(get()).isInstanceOf(Reply.Absent.class);

        acquire(other);
        store(other, "new");
        assertThat(put(mine, "old")).isFalse();
        assertThat(get()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void thePutOfAnOlderClaimRemovesAndDoesNotStore_LH4() {
        plant(key, entry(third, "v0"));
        claim(mine);
        claim(other);

        assertThat(put(other, "newer")).isTrue();
        assertThat(put(mine, "older")).isFalse();

        assertThat(get()).isInstanceOf(Reply.Absent.class);
        assertAnnounced(Kind.PUT, Kind.PUT);
    }

    @Test
    void aNewerClaimTakesThePlaceOfAnOlderOneInsideTheValue() {
        plant(key, entry(third, "v0"));
        claim(mine);
        claim(other);

        assertClaimed(get(), entry(third, "v0"));
        assertThat(put(mine, "older")).isFalse();
    }

    @Test
    void aClaimFencesALoadThatRuns() {
        acquire(mine);
        claim(other);

        assertThat(store(mine, "older than the put")).isFalse();
        assertThat(put(other, "v1")).isTrue();
    }

    @Test
    void waitersOfALeaseThatAClaimReplacedAreStillWoken() {
        acquire(mine);
        acquire(third);
        claim(other);

        assertThat(release(other)).isTrue();

        assertAnnounced(Kind.READY);
    }

    @Test
    void aClaimThatIsGivenBackLeavesTheValueAsItWas() {
        plant(key, entry(third, "v0"));
        claim(mine);

        assertThat(release(other)).isFalse();
        assertThat(release(mine)).isTrue();

        assertThat(stored(key)).isEqualTo(entry(third, "v0"));
        assertThat(ttlMillis(key)).isPositive();
        assertThat(release(mine)).isFalse();
    }

    @Test
    void aClaimThatRanOutMakesThePutAnEvict() {
        plant(key, entry(third, "v0"));
        store().claim(key, mine, SHORT).await();
        pass(LONGER_THAN_SHORT);

        assertClaimed(get(), entry(third, "v0"));
        assertThat(store(mine, "late")).isFalse();
        assertThat(put(mine, "late")).isFalse();
        assertThat(get()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aStoreUnderAClaimInsideTheValueIsAccepted_FM1() {
        plant(key, entry(third, "v0"));
        claim(mine);

        assertThat(store(other, "no")).isFalse();
        assertThat(store(mine, "refreshed")).isTrue();

        assertValue(get(), entry(mine, "refreshed"));
        assertAnnounced();
    }

    @Test
    void aDirectPutIsStoredOverWhateverIsThereAndAnnounced() {
        assertThat(putDirect("v1")).isTrue();
        evict();
        acquire(other);
        assertThat(putDirect("v2")).isTrue();

        assertValue(get(), entry(mine, "v2"));
        assertThat(store(other, "older")).isFalse();
        assertAnnounced(Kind.PUT, Kind.EVICT, Kind.PUT);
    }

    @Test
    void foreignBytesCountAsNothing() {
        for (String foreign :
                List.of("", "hello", "V", "V too short", "L", "C0123456789abcdefghijklmnop", "L not a lease!")) {
            plant(key, foreign.getBytes(StandardCharsets.UTF_8));
            assertThat(get()).as(foreign).isInstanceOf(Reply.Absent.class);
            assertThat(store(mine, "no")).as(foreign).isFalse();
            assertThat(release(mine)).as(foreign).isFalse();
            assertThat(renew(mine)).as(foreign).isFalse();
            assertThat(acquire(mine)).as(foreign).isInstanceOf(Reply.Absent.class);
            assertThat(store(mine, "v1")).as(foreign).isTrue();

            plant(key, foreign.getBytes(StandardCharsets.UTF_8));
            claim(mine);
            assertThat(put(mine, "v2")).as(foreign).isTrue();
        }
    }
}
