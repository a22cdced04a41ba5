package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Late;
import io.github.cachestarter.load.StagedStore.Op;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The orders of events in which a simpler rule gives a value from before an evict, each named by the check of the protocol
 * model that finds it. "The other instance" evicts, so that the own one cannot help itself by detaching the flight.
 */
class ProtocolTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance();
    private final AtomicInteger database = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void LH1_LM4_who_joins_after_the_store_was_sent_does_not_get_its_value() throws Exception {
        Held store = Held.reply();
        rig.store.next(Op.STORE, store);
        CompletableFuture<Object> leader = rig.call(() -> one.get(database::get));
        store.awaitArrival();
        changeAndEvict();

        CompletableFuture<Object> follower = rig.call(() -> one.get(database::get));
        awaitFollowers(1);
        store.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower)).isEqualTo(1);
    }

    @Test
    void LH2_who_joins_after_acquire_was_sent_does_not_get_the_value_it_found() throws Exception {
        Held acquire = Held.reply();
        rig.store.next(Op.GET, missing());
        rig.store.next(Op.ACQUIRE, acquire);
        other.loads().put(KEY, null, 0).await();
        CompletableFuture<Object> leader = rig.call(() -> one.get(database::get));
        acquire.awaitArrival();
        changeAndEvict();

        CompletableFuture<Object> follower = rig.call(() -> one.get(database::get));
        awaitFollowers(1);
        acquire.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower)).isEqualTo(1);
    }

    @Test
    void LH3_who_joins_a_load_without_lease_after_it_began_does_not_get_its_value() throws Exception {
        rig.store.next(Op.ACQUIRE, StagedStore.failing(Reason.OUT_OF_MEMORY));
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        changeAndEvict();

        CompletableFuture<Object> follower = rig.call(() -> one.get(database::get));
        awaitFollowers(1);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower)).isEqualTo(1);
        assertThat(rig.store.sent(Op.STORE)).as("stores of the leader").isLessThanOrEqualTo(1);
    }

    @Test
    void LM1_who_joins_a_load_whose_store_is_refused_tries_again() throws Exception {
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        changeAndEvict();

        CompletableFuture<Object> follower = rig.call(() -> one.get(database::get));
        awaitFollowers(1);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower)).isEqualTo(1);
        assertThat(rig.heard.count("storeRefused")).isEqualTo(1);
        assertThat(one.get(() -> "a hit was expected")).isEqualTo(1);
    }

    @Test
    void LM1_who_joins_a_load_whose_store_timed_out_tries_again() throws Exception {
        Late late = new Late();
        rig.store.next(Op.STORE, late);
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        changeAndEvict();

        CompletableFuture<Object> follower = rig.call(() -> one.get(database::get));
        awaitFollowers(1);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower)).isEqualTo(1);
        late.run();
        assertThat(one.get(() -> "a hit was expected")).isEqualTo(1);
    }

    @Test
    void LM3_a_token_whose_acquire_timed_out_is_never_used() throws Exception {
        Late late = new Late();
        rig.store.next(Op.ACQUIRE, late);
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        changeAndEvict();
        late.run();
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.store.sent(Op.RELEASE)).isZero();
        assertThat(rig.heard.count("fallback TIMEOUT")).isEqualTo(1);
    }

    @Test
    void LM5_LH4_a_put_without_an_acknowledged_claim_is_an_evict() {
        Late late = new Late();
        rig.store.next(Op.CLAIM, late);
        Token claim = one.loads().claim(KEY).await();
        assertThat(claim).isNull();
        late.run();

        assertThat(one.loads().putClaimed(KEY, null, claim, 0).await()).isFalse();

        assertThat(rig.store.sent(Op.PUT)).isZero();
        assertThat(rig.store.sent(Op.EVICT)).isEqualTo(1);
        assertThat(rig.store.stored(KEY)).isNull();
    }

    @Test
    void LH4_a_put_whose_claim_was_evicted_stores_nothing() {
        Token claim = one.loads().claim(KEY).await();
        changeAndEvict();

        assertThat(one.loads().putClaimed(KEY, null, claim, 0).await()).isFalse();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("storeRefused")).isEqualTo(1);
    }

    @Test
    void LH5_a_put_that_runs_late_does_not_overtake_a_newer_evict() {
        Late late = new Late();
        rig.store.next(Op.PUT, late);
        Token claim = one.loads().claim(KEY).await();
        assertThat(one.loads().putClaimed(KEY, null, claim, 0).await()).isFalse();
        changeAndEvict();

        late.run();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("error PUT")).isEqualTo(1);
    }

    @Test
    void MH4_a_value_that_cannot_be_read_is_replaced() throws Exception {
        rig.store.plant(KEY, FakeCodec.unreadable(77));

        assertThat(one.get(() -> "new")).isEqualTo("new");
        assertThat(one.get(() -> "a hit was expected")).isEqualTo("new");

        assertThat(rig.heard.count("miss UNDECODABLE")).isEqualTo(1);
    }

    @Test
    void an_unreadable_value_that_comes_between_get_and_acquire_is_replaced_too() throws Exception {
        rig.store.next(Op.GET, missing());
        rig.store.plant(KEY, FakeCodec.unreadable(77));

        assertThat(one.get(() -> "new")).isEqualTo("new");
        assertThat(one.get(() -> "a hit was expected")).isEqualTo("new");

        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(2);
    }

    @Test
    void who_joined_before_the_load_began_goes_on_before_the_store_is_answered() {
        Held acquire = Held.command();
        Held store = Held.command();
        rig.store.next(Op.ACQUIRE, acquire);
        rig.store.next(Op.STORE, store);
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> "v"));
        acquire.awaitArrival();
        CompletableFuture<Object> follower = rig.call(() -> one.get(() -> "not this"));
        awaitFollowers(1);

        acquire.letGo();

        assertThat(Rig.get(follower)).isEqualTo("v");
        assertThat(leader).isNotDone();
        store.letGo();
        assertThat(Rig.get(leader)).isEqualTo("v");
    }

    @Test
    void an_own_evict_detaches_the_flight_whatever_its_reply() throws Exception {
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        database.incrementAndGet();
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        one.evict();
        rig.store.lose(KEY);

        assertThat(one.get(database::get))
                .as("does not wait for the old flight")
                .isEqualTo(1);
        loader.letGo();
        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(one.get(() -> "a hit was expected")).isEqualTo(1);
    }

    @Test
    void an_own_clear_detaches_all_flights() throws Exception {
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        database.incrementAndGet();
        one.loads().clear().await();
        CompletableFuture<Object> next = rig.call(() -> one.get(database::get));
        await().until(() -> rig.store.sent(Op.ACQUIRE) > 1);
        awaitFollowers(0);

        loader.letGo();
        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(next)).as("has only waited for its lease").isEqualTo(1);
        assertThat(one.get(() -> "a hit was expected")).isEqualTo(1);
        assertThat(rig.heard.count("clear")).isEqualTo(1);
    }

    private void changeAndEvict() {
        database.incrementAndGet();
        other.evict();
    }

    private void awaitFollowers(int number) {
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(number));
    }

    private static StagedStore.Door missing() {
        return StagedStore.replying(new io.github.cachestarter.remote.RemoteStore.Reply.Absent());
    }
}
