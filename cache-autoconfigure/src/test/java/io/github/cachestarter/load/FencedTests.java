package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.Entry;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTier;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Get, method, put: the value is stored under the token of the read that missed, or not at all. */
class FencedTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_miss_gives_a_token_under_which_the_value_is_stored() {
        FencedRead read = read();
        assertThat(read.hit()).isNull();

        assertThat(store(read.token(), "v")).isTrue();

        Entry hit = read().hit();
        assertThat(hit.value()).isEqualTo("v");
        assertThat(hit.meta().identity()).isEqualTo(read.token().identity());
        assertThat(rig.heard.count("hit")).isEqualTo(1);
        assertThat(rig.heard.count("miss ABSENT")).isEqualTo(1);
        assertThat(rig.heard.count("put")).isEqualTo(1);
    }

    @Test
    void an_evict_in_between_refuses_the_value() {
        Token token = read().token();
        other.evict();

        assertThat(store(token, "old")).isFalse();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("storeRefused")).isEqualTo(1);
    }

    @Test
    void who_finds_a_lease_does_not_wait_and_gets_no_token() {
        read();
        assertThat(other.loads().readFenced(KEY, null).await()).isEqualTo(new FencedRead(null, null, true));
    }

    @Test
    void without_a_token_a_value_is_dropped() {
        assertThat(store(null, "v")).isFalse();
        assertThat(rig.store.sent()).isZero();
    }

    @Test
    void a_value_that_comes_between_get_and_acquire_is_a_hit() {
        other.loads().put(KEY, null, "theirs").await();
        rig.store.next(Op.GET, StagedStore.replying(new io.github.cachestarter.remote.RemoteStore.Reply.Absent()));

        assertThat(read().hit().value()).isEqualTo("theirs");
    }

    @Test
    void a_token_that_is_not_used_is_given_back() {
        Token token = read().token();

        assertThat(one.loads().abandon(KEY, token).await()).isTrue();

        assertThat(rig.store.stored(KEY)).isNull();
    }

    @Test
    void a_value_that_is_not_cached_gives_the_token_back() {
        assertThat(store(read().token(), null)).isFalse();
        assertThat(store(read().token(), new FakeCodec.Unstorable())).isFalse();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("valueRefused")).isEqualTo(1);
    }

    @Test
    void a_value_that_cannot_be_kept_gives_the_token_back_before_it_fails_the_call() {
        Instance strict = rig.failingOnRefused();
        Token token = strict.loads().readFenced(KEY, null).await().token();

        assertThatThrownBy(() -> strict.loads()
                        .storeFenced(KEY, null, token, new FakeCodec.Unstorable(), System.nanoTime())
                        .await())
                .isInstanceOf(RefusedValueException.class);

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.store.sent(Op.RELEASE)).isEqualTo(1);
    }

    @Test
    void in_an_outage_a_read_is_a_miss_without_a_token() {
        rig.store.next(Op.GET, StagedStore.failing(Reason.TIMEOUT));
        assertThat(read()).isEqualTo(new FencedRead(null, null));
        rig.store.next(Op.ACQUIRE, StagedStore.failing(Reason.OUT_OF_MEMORY));
        assertThat(read()).isEqualTo(new FencedRead(null, null));

        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(1);
        assertThat(rig.heard.count("fallback")).isEqualTo(2);
        assertThat(rig.heard.count("error GET")).isEqualTo(2);
        assertThat(rig.heard.count("miss")).isEqualTo(2);
    }

    @Test
    void the_steps_of_an_asynchronous_caller_run_on_its_executor() {
        CompletableFuture<FencedRead> read = new CompletableFuture<>();
        one.loads().readFenced(KEY, null).whenDone(rig.executor, (answer, failure) -> read.complete(answer));

        assertThat(Rig.get(read).token()).isNotNull();
    }

    @Test
    void a_peek_takes_no_lease() {
        assertThat(one.loads().peek(KEY, null).await()).isNull();
        rig.store.next(Op.GET, StagedStore.failing(Reason.TIMEOUT));
        assertThat(one.loads().peek(KEY, null).await()).isNull();

        assertThat(rig.store.sent(Op.ACQUIRE)).isZero();
        assertThat(rig.heard.count("miss")).isEqualTo(2);
        assertThat(rig.heard.count("miss UNAVAILABLE")).isEqualTo(1);
    }

    @Test
    void a_put_under_an_acknowledged_claim_is_stored_and_announced() {
        one.loads().put(KEY, null, "old").await();
        Token claim = one.loads().claim(KEY).await();
        assertThat(read().hit().value()).as("readable while claimed").isEqualTo("old");

        assertThat(one.loads().putClaimed(KEY, null, claim, "new").await()).isTrue();

        assertThat(read().hit().value()).isEqualTo("new");
    }

    @Test
    void a_change_of_a_held_key_takes_its_snapshot_and_leaves_its_holder() {
        HeldKeys held = new HeldKeys();
        Token token = new Token(1, 2);
        held.hold(KEY, token, LocalTier.NONE.snapshot(KEY));

        held.changed(KEY);

        assertThat(held.drop(KEY, new Token(3, 4))).isNull();
        assertThat(held.by(Thread.currentThread(), KEY)).isTrue();
        assertThat(held.drop(KEY, token)).isNull();
        assertThat(held.by(Thread.currentThread(), KEY)).isFalse();
    }

    @Test
    void a_change_of_all_keys_does_so_too_and_one_that_was_not_changed_is_dropped_with_its_snapshot() {
        HeldKeys held = new HeldKeys();
        Token token = new Token(1, 2);
        held.hold(KEY, token, LocalTier.NONE.snapshot(KEY));
        held.changedAll();
        assertThat(held.by(Thread.currentThread(), KEY)).isTrue();
        assertThat(held.drop(KEY, token)).isNull();

        held.hold(KEY, token, LocalTier.NONE.snapshot(KEY));
        assertThat(held.drop(KEY, token)).isNotNull();
        assertThat(held.by(Thread.currentThread(), KEY)).isFalse();
    }

    private FencedRead read() {
        return one.loads().readFenced(KEY, null).await();
    }

    private boolean store(Token token, Object value) {
        return one.loads()
                .storeFenced(KEY, null, token, value, System.nanoTime())
                .await();
    }
}
