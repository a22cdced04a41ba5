package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases of loads that last longer than the lease, which is ten seconds here. */
class RenewalTests {

    private static final Duration THIRD = Duration.ofMillis(3_334);

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance(Rig.settings(Duration.ZERO));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_load_that_ends_within_a_third_of_its_lease_sends_nothing_more() throws Exception {
        one.get(() -> {
            pass(Duration.ofSeconds(3));
            return "v";
        });

        assertThat(rig.store.sent(Op.RENEW)).isZero();
        assertNothingLeft();
    }

    @Test
    void a_load_that_lasts_longer_than_its_lease_keeps_it_and_is_stored() throws Exception {
        one.get(() -> {
            for (int i = 0; i < 10; i++) {
                pass(THIRD);
            }
            return "v";
        });

        assertThat(rig.store.sent(Op.RENEW)).isEqualTo(10);
        assertThat(other.get(() -> "a hit was expected")).isEqualTo("v");
        assertNothingLeft();
    }

    @Test
    void an_asynchronous_load_is_renewed_as_well() {
        CompletableFuture<Object> value = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Object> call = one.loads().getAsync(KEY, null, () -> {
            begun.complete(null);
            return value;
        });
        Rig.get(begun);
        for (int i = 0; i < 10; i++) {
            pass(THIRD);
        }
        value.complete("v");

        assertThat(Rig.get(call)).isEqualTo("v");
        assertThat(rig.store.stored(KEY)[0]).isEqualTo((byte) 'V');
        assertNothingLeft();
    }

    @Test
    void a_load_that_fails_is_renewed_no_more() {
        CompletableFuture<Object> call = rig.call(() -> one.get(() -> {
            throw new IllegalStateException("no database");
        }));

        assertThat(call).failsWithin(Duration.ofSeconds(20));
        assertNothingLeft();
    }

    @Test
    void a_crash_holds_others_up_for_one_lease_and_no_longer() {
        rig.store.lease(KEY, new Token(1, 2), Duration.ofSeconds(10));

        rig.store.pass(Duration.ofSeconds(10));

        assertThat(Rig.get(rig.call(() -> one.get(() -> "taken over")))).isEqualTo("taken over");
        assertThat(rig.store.stored(KEY)[0]).isEqualTo((byte) 'V');
    }

    @Test
    void a_holder_that_comes_back_after_its_lease_ran_out_stores_nothing() throws Exception {
        Object late = one.get(() -> {
            rig.store.pass(Duration.ofSeconds(11)); // it stood still: nothing was renewed
            assertThat(other.get(() -> "newer")).isEqualTo("newer");
            return "late";
        });

        assertThat(late).isEqualTo("late");
        assertThat(one.get(() -> "a hit was expected")).isEqualTo("newer");
    }

    @Test
    void a_renewal_that_fails_changes_nothing_and_the_next_one_is_sent() throws Exception {
        rig.store.next(Op.RENEW, StagedStore.failing(Reason.TIMEOUT));
        one.get(() -> {
            pass(THIRD);
            pass(THIRD);
            pass(THIRD);
            return "v";
        });

        assertThat(rig.store.sent(Op.RENEW)).isEqualTo(3);
        assertThat(rig.store.stored(KEY)[0]).isEqualTo((byte) 'V');
        assertThat(rig.reported).isEmpty();
    }

    @Test
    void a_renewal_after_an_evict_is_refused_and_the_last_LM2() throws Exception {
        one.get(() -> {
            other.evict();
            pass(THIRD);
            pass(THIRD);
            return "old";
        });

        assertThat(rig.store.sent(Op.RENEW)).isEqualTo(1);
        assertThat(rig.store.stored(KEY)).isNull();
        assertNothingLeft();
    }

    @Test
    void a_load_that_hangs_gives_its_key_up_at_last() throws Exception {
        one.get(() -> {
            for (int i = 0; i < 100; i++) {
                pass(THIRD);
            }
            assertThat(other.get(() -> "newer")).isEqualTo("newer");
            return "late";
        });

        assertThat(rig.store.sent(Op.RENEW)).isBetween(55, 60);
        assertThat(one.get(() -> "a hit was expected")).isEqualTo("newer");
        assertNothingLeft();
    }

    @Test
    void the_claim_of_a_put_is_renewed_while_its_method_runs() {
        Token claim = one.loads().claim(KEY).await();
        for (int i = 0; i < 6; i++) {
            pass(THIRD);
        }

        assertThat(one.loads().putClaimed(KEY, null, claim, "put").await()).isTrue();
        assertThat(rig.store.sent(Op.RENEW)).isEqualTo(6);
        assertNothingLeft();
    }

    @Test
    void the_claim_of_a_method_that_is_known_to_end_is_not_renewed() {
        one.loads().claim(KEY, Duration.ofSeconds(30)).await();

        assertNothingLeft();
    }

    @Test
    void the_lease_of_a_fenced_read_is_renewed_until_it_is_used_or_given_back() {
        Token token = one.loads().readFenced(KEY, null).await().token();
        for (int i = 0; i < 6; i++) {
            pass(THIRD);
        }
        assertThat(one.loads()
                        .storeFenced(KEY, null, token, "v", System.nanoTime())
                        .await())
                .isTrue();
        assertNothingLeft();
        one.evict();

        one.loads()
                .abandon(KEY, one.loads().readFenced(KEY, null).await().token())
                .await();

        assertNothingLeft();
    }

    /** Time passes for everybody. */
    private void pass(Duration time) {
        rig.timer.pass(time);
        rig.store.pass(time);
    }

    private void assertNothingLeft() {
        assertThat(rig.renewals.size()).isZero();
        pass(THIRD); // the round that sees that there is nothing left is the last
        assertThat(rig.timer.size()).isZero();
    }
}
