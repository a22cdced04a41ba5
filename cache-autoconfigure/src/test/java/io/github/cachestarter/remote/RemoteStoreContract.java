package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RemoteStore} does. Two letters and a number at the end of a name: the check of the protocol model
 * that fails without the rule.
 */
abstract class RemoteStoreContract {

    static final KeyNames NAMES = new KeyNames("app", "1", "products");
    static final long SENDER = 0x5e7de5L;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONGER_THAN_SHORT = Duration.ofMillis(30);

    final EntryKey key = NAMES.key("milk");
    private final Token mine = new Token(0x0101010101010101L, 1);
    private final Token other = new Token(0x0202020202020202L, 2);
    private final Token third = new Token(0x0303030303030303L, 3);

    abstract RemoteStore store();

    /** The raw bytes of a key. */
    abstract byte @Nullable [] stored(EntryKey at);

    /** Writes raw bytes that live for a minute. */
    abstract void plant(EntryKey at, byte[] bytes);

    abstract long ttlMillis(EntryKey at);

    /** Returns when that much time has passed for the store. */
    abstract void pass(Duration time);

    /** Everything that was published on the cache's channel so far. */
    abstract List<Announcement> announced();

    static byte[] entry(Token token, String body) {
        byte[] text = body.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(StoredBytes.MIN_VALUE + text.length)
                .put(new byte[] {'V', 1, 0, 0})
                .putLong(token.identity())
                .put(text)
                .array();
    }

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
        store().acquire(key, mine, SHORT, 0).await();
        assertThat(acquire(other)).isInstanceOf(Reply.Busy.class);

        pass(LONGER_THAN_SHORT);

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
        store().claim(key, mine, SHORT).await();

        assertThat(store().renew(key, mine, LONG).await()).isTrue();
        pass(LONGER_THAN_SHORT);

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

    private Reply get() {
        return store().get(key).await();
    }

    private Reply acquire(Token token) {
        return store().acquire(key, token, LONG, 0).await();
    }

    private boolean store(Token token, String body) {
        return store().store(key, token, entry(token, body), LONG).await();
    }

    private boolean release(Token token) {
        return store().release(key, token).await();
    }

    private boolean renew(Token token) {
        return store().renew(key, token, LONG).await();
    }

    private boolean evict() {
        return store().evict(key).await();
    }

    private boolean claim(Token token) {
        return store().claim(key, token, LONG).await();
    }

    private boolean put(Token token, String body) {
        return store().put(key, token, entry(token, body), LONG).await();
    }

    private boolean putDirect(String body) {
        return store().putDirect(key, entry(mine, body), LONG).await();
    }

    private void assertAnnounced(Kind... kinds) {
        assertThat(announced()).extracting(Announcement::kind).containsExactly(kinds);
        assertThat(announced())
                .allSatisfy(announcement -> assertThat(announcement)
                        .isEqualTo(new Announcement(announcement.kind(), SENDER, "products", key.redisKey())));
    }

    private static void assertValue(Reply reply, byte[] expected) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Value.class, value -> assertThat(value.bytes()).isEqualTo(expected));
    }

    private static void assertClaimed(Reply reply, byte[] expected) {
        assertThat(reply).isInstanceOfSatisfying(Reply.Value.class, value -> {
            assertThat(value.bytes())
                    .hasSize(expected.length + StoredBytes.CLAIM)
                    .startsWith('C');
            assertThat(ByteBuffer.wrap(value.bytes(), 1, expected.length - 1))
                    .isEqualTo(ByteBuffer.wrap(expected, 1, expected.length - 1));
        });
    }
}
