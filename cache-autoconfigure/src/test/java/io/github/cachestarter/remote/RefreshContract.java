package io.github.cachestarter.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Token;
import io.github.cachestarter.codec.Announcement.Kind;
import io.github.cachestarter.remote.RemoteStore.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store does for entries that are loaded anew while they stay readable. */
abstract class RefreshContract extends RemoteLoadsContract {

    private final Token first = new Token(11, 1);

    @Test
    void an_entry_that_is_claimed_by_its_name_stays_readable_and_is_replaced_by_the_store() {
        plant(key, entry(first, "v1"));

        assertThat(refresh(mine, first)).isInstanceOf(Reply.Claimed.class);

        assertThat(value(store().get(key).await())).startsWith('C');
        assertThat(store().store(key, mine, entry(mine, "v2"), LONG).await()).isTrue();
        assertThat(value(store().get(key).await())).isEqualTo(entry(mine, "v2"));
        assertThat(announced()).isEmpty();
    }

    @Test
    void another_entry_than_the_named_one_is_the_answer_and_stays_as_it_is() {
        plant(key, entry(other, "newer"));

        assertThat(value(refresh(mine, first))).isEqualTo(entry(other, "newer"));

        assertThat(stored(key)).isEqualTo(entry(other, "newer"));
    }

    @Test
    void a_claim_that_is_good_is_left_alone_and_one_that_is_over_is_replaced() {
        plant(key, entry(first, "v1"));
        refresh(other, first);

        assertThat(refresh(mine, first))
                .isInstanceOfSatisfying(
                        Reply.Busy.class,
                        busy -> assertThat(busy.restMillis()).isPositive().isLessThanOrEqualTo(LONG.toMillis()));
        assertThat(store().store(key, other, entry(other, "v2"), LONG).await()).isTrue();

        store().refresh(key, first, SHORT, other.identity(), SHORT).await();
        pass(LONGER_THAN_SHORT);
        assertThat(refresh(mine, other)).isInstanceOf(Reply.Claimed.class);
        assertThat(store().store(key, first, entry(first, "late"), LONG).await())
                .isFalse();
        assertThat(store().store(key, mine, entry(mine, "v3"), LONG).await()).isTrue();
    }

    @Test
    void the_claim_of_a_put_is_left_alone() {
        plant(key, entry(first, "v1"));
        store().claim(key, other, LONG).await();

        assertThat(refresh(mine, first)).isInstanceOf(Reply.Busy.class);
    }

    @Test
    void where_nothing_is_there_nothing_is_claimed() {
        assertThat(refresh(mine, first)).isInstanceOf(Reply.Absent.class);

        assertThat(stored(key)).isNull();
        assertThat(store().store(key, mine, entry(mine, "v1"), LONG).await()).isFalse();
    }

    @Test
    void what_was_outdated_is_no_value_any_more_and_keeps_its_time() {
        plant(key, entry(first, "v1"));

        assertThat(store().outdate(key).await()).isTrue();

        assertThat(store().get(key).await())
                .isInstanceOfSatisfying(
                        Reply.Evicted.class,
                        there -> assertThat(StoredBytes.restored(there.bytes())).isEqualTo(entry(first, "v1")));
        assertThat(ttlMillis(key)).isBetween(1L, 60_000L);
        assertAnnounced(Kind.EVICT);
        assertThat(store().outdate(key).await()).as("once").isFalse();
        assertThat(acquire(mine)).as("it is nothing to a load").isInstanceOf(Reply.Absent.class);
    }

    @Test
    void outdating_takes_a_lease_or_claim_away() {
        acquire(mine);
        assertThat(store().outdate(key).await()).isFalse();
        assertThat(stored(key)).isNull();

        plant(key, entry(first, "v1"));
        refresh(mine, first);
        assertThat(store().outdate(key).await()).isTrue();

        assertThat(stored(key)).startsWith('E').hasSize(entry(first, "v1").length);
        assertThat(store(mine, "v2")).isFalse();
        assertThat(release(mine)).isFalse();
        assertThat(store().rearm(key, mine, entry(mine, "v1")).await()).isFalse();
    }

    @Test
    void what_was_outdated_is_claimed_by_its_name_and_stays_no_value() {
        plant(key, entry(first, "v1"));
        store().outdate(key).await();

        assertThat(refresh(mine, first)).isInstanceOf(Reply.Claimed.class);

        assertThat(stored(key)).startsWith('F');
        assertThat(get()).isInstanceOf(Reply.Evicted.class);
        assertThat(refresh(other, first)).isInstanceOf(Reply.Busy.class);
        assertThat(refresh(other, third)).as("named wrongly").isInstanceOf(Reply.Evicted.class);
        assertThat(renew(mine)).isTrue();
        assertThat(release(mine)).isTrue();
        assertThat(stored(key)).startsWith('E').hasSize(entry(first, "v1").length);
    }

    @Test
    void under_that_claim_it_is_replaced_or_becomes_a_value_again() {
        plant(key, entry(first, "v1"));
        store().outdate(key).await();
        refresh(mine, first);

        assertThat(store().rearm(key, mine, entry(mine, "v1")).await()).isTrue();
        assertThat(value(store().get(key).await())).isEqualTo(entry(mine, "v1"));

        store().outdate(key).await();
        refresh(other, mine);
        assertThat(store(other, "v2")).isTrue();
        assertThat(value(store().get(key).await())).isEqualTo(entry(other, "v2"));
    }

    @Test
    void an_outdated_entry_under_a_claim_can_be_outdated_again_evicted_and_claimed_for_a_put() {
        plant(key, entry(first, "v1"));
        store().outdate(key).await();
        refresh(mine, first);

        assertThat(store().outdate(key).await()).isFalse();
        assertThat(store(mine, "v2")).isFalse();
        assertThat(stored(key)).startsWith('E');

        assertThat(claim(other)).as("no value is there").isFalse();
        assertThat(put(other, "v3")).isTrue();
        store().outdate(key).await();
        assertThat(evict()).isFalse();
        assertThat(stored(key)).isNull();
    }

    @Test
    void where_somebody_loads_it_is_said_for_how_long() {
        store().acquire(key, other, LONG, 0).await();

        assertThat(refresh(mine, first)).isInstanceOf(Reply.Busy.class);

        assertThat(stored(key)).as("with a waiter").startsWith('W');
    }

    @Test
    void an_evict_takes_the_claim_away() {
        plant(key, entry(first, "v1"));
        refresh(mine, first);
        store().evict(key).await();

        assertThat(store().store(key, mine, entry(mine, "v2"), LONG).await()).isFalse();
        assertThat(store().rearm(key, mine, entry(mine, "v1")).await()).isFalse();
        assertThat(stored(key)).isNull();
    }

    @Test
    void a_claim_keeps_the_key_as_long_as_it_says_and_never_shorter() {
        plant(key, entry(first, "v1"));
        store().refresh(key, mine, LONG, first.identity(), SHORT).await();
        assertThat(ttlMillis(key)).isGreaterThan(SHORT.toMillis());

        store().refresh(key, mine, LONG, first.identity(), Duration.ofHours(1)).await();
        assertThat(ttlMillis(key)).isGreaterThan(LONG.toMillis());
    }

    @Test
    void what_gets_more_time_is_kept_no_longer() {
        plant(key, entry(first, "v1"));
        refresh(mine, first);
        pass(LONGER_THAN_SHORT);
        long left = ttlMillis(key);

        assertThat(store().rearm(key, mine, entry(mine, "v1")).await()).isTrue();

        assertThat(stored(key)).isEqualTo(entry(mine, "v1"));
        assertThat(ttlMillis(key)).isPositive().isLessThanOrEqualTo(left);
        assertThat(store().rearm(key, mine, entry(mine, "v1")).await())
                .as("the claim is used up")
                .isFalse();
    }

    @Test
    void FM2_nothing_gets_more_time_without_the_claim() {
        plant(key, entry(other, "newer"));

        assertThat(store().rearm(key, mine, entry(mine, "old")).await()).isFalse();
        refresh(other, other);
        assertThat(store().rearm(key, mine, entry(mine, "old")).await()).isFalse();

        store().refresh(key, other, SHORT, other.identity(), SHORT).await();
        pass(LONGER_THAN_SHORT);
        assertThat(store().rearm(key, other, entry(other, "late")).await()).isFalse();
    }

    @Test
    void what_is_removed_under_its_claim_goes_unannounced() {
        plant(key, entry(first, "v1"));
        refresh(mine, first);

        assertThat(store().remove(key, mine).await()).isTrue();

        assertThat(stored(key)).isNull();
        assertThat(announced()).isEmpty();
        assertThat(store().remove(key, mine).await()).isFalse();
    }

    @Test
    void nothing_is_removed_without_the_claim() {
        plant(key, entry(first, "v1"));
        assertThat(store().remove(key, mine).await()).isFalse();

        refresh(other, first);
        assertThat(store().remove(key, mine).await()).isFalse();
        store().evict(key).await();
        plant(key, entry(other, "v2"));
        assertThat(store().remove(key, other).await()).isFalse();

        assertThat(stored(key)).isEqualTo(entry(other, "v2"));
    }

    @Test
    void a_lease_is_given_back_by_it() {
        store().acquire(key, mine, LONG, 0).await();

        assertThat(store().remove(key, other).await()).isFalse();
        assertThat(store().remove(key, mine).await()).isTrue();

        assertThat(stored(key)).isNull();
    }

    private Reply refresh(Token token, Token read) {
        return store().refresh(key, token, LONG, read.identity(), SHORT).await();
    }

    private static byte[] value(Reply reply) {
        return ((Reply.Value) reply).bytes();
    }
}
