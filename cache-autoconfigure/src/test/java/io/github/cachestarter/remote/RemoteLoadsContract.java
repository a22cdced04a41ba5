package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RemoteStore} does for those who load: leases, and what is stored under them. Two letters and a number at
 * the end of a name: the check of the protocol model that fails without the rule.
 */
abstract class RemoteLoadsContract extends RemoteStoreRig {

    @Test
    void aMissGivesTheLeaseToOneCallerAndTellsTheOthersHowLongItLasts() {
        assertThat(get()).isInstanceOf(Reply.Absent.class);

        assertThat(acquire(mine)).isInstanceOf(Reply.Absent.class);

        assertThat(acquire(other))
                .isInstanceOfSatisfying(
                        Reply.Busy.class,
                        busy -> assertThat(busy.restMillis()).isPositive().isLessThanOrEqualTo(LONG.toMillis()));
        assertThat(get()).isInstanceOf(Reply.Busy.class);
        assertThat(ttlMillis(key)).isPositive();
    }

    @Test
    void anAcquireThatIsSentTwiceStillHoldsTheLease() {
        acquire(mine);

        assertThat(acquire(mine)).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void whatIsStoredUnderTheLeaseIsReadWithItsTimeToLive() {
        acquire(mine);

        assertThat(store(mine, "v1")).isTrue();

        assertValue(get(), entry(mine, "v1"));
        assertValue(acquire(other), entry(mine, "v1"));
        assertThat(ttlMillis(key)).isPositive().isLessThanOrEqualTo(LONG.toMillis());
    }

    @Test
    void anEntryEndsWithItsTimeToLive() {
        acquire(mine);
        store().store(key, mine, entry(mine, "v1"), SHORT).await();

        pass(LONGER_THAN_SHORT);

        assertThat(get()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aStoreWhoseLeaseWasEvictedIsRefused_LM2() {
        acquire(mine);
        evict();

        assertThat(store(mine, "old")).isFalse();
        assertThat(get()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aStoreUnderAnotherTokenIsRefused_LM2() {
        acquire(mine);
        evict();
        acquire(other);

        assertThat(store(mine, "old")).isFalse();
        assertThat(store(other, "new")).isTrue();
        assertThat(store(mine, "old")).isFalse();
        assertValue(get(), entry(other, "new"));
    }

    @Test
    void aStoreAfterTheLeaseRanOutIsRefused() {
        store().acquire(key, mine, SHORT, 0).await();
        pass(LONGER_THAN_SHORT);

        assertThat(store(mine, "late")).isFalse();
        assertThat(acquire(other)).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void theLeaseOfATokenThatIsNeverUsedEndsByItself_LM3() {
        store().acquire(key, mine, MEDIUM, 0).await();
        assertThat(acquire(other)).isInstanceOf(Reply.Busy.class);

        pass(LONGER_THAN_MEDIUM);

        assertThat(acquire(other)).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void anInvalidValueIsReplaceable_MH4() {
        plant(key, entry(mine, "cleared"));

        assertThat(store().acquire(key, other, LONG, mine.identity()).await()).isInstanceOf(Reply.Absent.class);

        assertThat(get()).isInstanceOf(Reply.Busy.class);
        assertThat(store(other, "new")).isTrue();
    }

    @Test
    void anotherValueThanTheInvalidOneIsReturned_MH4() {
        plant(key, entry(other, "newer"));

        assertValue(store().acquire(key, third, LONG, mine.identity()).await(), entry(other, "newer"));
    }

    @Test
    void aValueWhoseIdentityIsZeroCountsAsNothing_MH4() {
        plant(key, entry(new Token(0, 9), "cannot be named"));

        assertThat(acquire(mine)).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aClaimInsideAnInvalidValueGivesWayAndItsPutRemoves() {
        plant(key, entry(mine, "cleared"));
        claim(other);

        assertThat(store().acquire(key, third, LONG, mine.identity()).await()).isInstanceOf(Reply.Absent.class);

        assertThat(put(other, "put")).isFalse();
        assertThat(store(third, "loaded before the put")).isFalse();
        assertThat(get()).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void waitersAreToldWhenTheValueIsThere() {
        acquire(mine);
        acquire(other);

        store(mine, "v1");

        assertAnnounced(Kind.READY);
    }

    @Test
    void aPlainMissPublishesNothing() {
        acquire(mine);
        store(mine, "v1");
        evict();
        acquire(other);
        release(other);

        assertAnnounced(Kind.EVICT);
    }

    @Test
    void aFailedLoadGivesTheLeaseBackAndWakesWaiters() {
        acquire(mine);
        acquire(other);

        assertThat(release(mine)).isTrue();

        assertAnnounced(Kind.READY);
        assertThat(acquire(other)).isInstanceOf(Reply.Absent.class);
    }

    @Test
    void aLeaseThatIsRenewedLastsLongerAndIsStillTheSame() {
        Duration lease = LONG.dividedBy(2);
        store().acquire(key, mine, lease, 0).await();
        acquire(other);

        assertThat(store().renew(key, mine, LONG).await()).isTrue();

        assertThat(acquire(other)).isInstanceOf(Reply.Busy.class);
        assertThat(ttlMillis(key)).isGreaterThan(lease.toMillis()).isLessThanOrEqualTo(LONG.toMillis());
        assertThat(store(mine, "v1")).isTrue();
        assertAnnounced(Kind.READY);
    }

    @Test
    void aClaimInsideAValueThatIsRenewedHoldsLongerAndLeavesTheValueAsItIs() {
        plant(key, entry(third, "v0"));
        long before = ttlMillis(key);
        store().claim(key, mine, MEDIUM).await();

        assertThat(store().renew(key, mine, LONG).await()).isTrue();
        pass(LONGER_THAN_MEDIUM);

        assertClaimed(get(), entry(third, "v0"));
        assertThat(ttlMillis(key)).isPositive().isLessThanOrEqualTo(before);
        assertThat(put(mine, "v1")).isTrue();
    }

    @Test
    void whatIsGoneIsNotRenewed_LH5() {
        assertThat(renew(mine)).as("nothing there").isFalse();
        acquire(mine);
        assertThat(renew(other)).as("another's lease").isFalse();
        evict();
        assertThat(renew(mine)).as("evicted").isFalse();
        assertThat(stored(key)).isNull();
        acquire(mine);
        store(mine, "v1");
        assertThat(renew(mine)).as("stored").isFalse();
        assertValue(get(), entry(mine, "v1"));
        store().claim(key, mine, SHORT).await();
        assertThat(renew(other)).as("another's claim").isFalse();
        pass(LONGER_THAN_SHORT);
        assertThat(renew(mine)).as("a claim that ran out").isFalse();
        assertThat(put(mine, "late")).isFalse();
    }

    @Test
    void aReleaseLeavesAnothersLeaseAndValueAlone() {
        acquire(other);
        assertThat(release(mine)).isFalse();
        assertThat(store(other, "v1")).isTrue();
        assertThat(release(mine)).isFalse();
        assertThat(release(other)).isFalse();

        assertValue(get(), entry(other, "v1"));
    }
}
