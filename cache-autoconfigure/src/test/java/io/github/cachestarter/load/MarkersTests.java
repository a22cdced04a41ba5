package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static io.github.cachestarter.load.Rig.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Clears and evicted tags by markers, on the instance that wrote them ("one") and on another: never an old value, never a
 * permanent miss. Two letters and a number at the end of a name: the check of the protocol model that fails without it.
 */
class MarkersTests {

    private static final Callable<Object> NONE = () -> "a hit was expected";

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance();
    private final AtomicInteger database = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_clear_is_seen_by_all_and_what_is_loaded_after_it_stays() throws Exception {
        assertThat(one.get(database::get)).isEqualTo(0);
        database.incrementAndGet();

        one.loads().clear().await();

        assertThat(other.get(database::get)).isEqualTo(1);
        assertThat(one.get(NONE)).isEqualTo(1);
        assertThat(rig.heard.count("miss " + MissReason.MARKED)).isEqualTo(1);
    }

    @Test
    void an_evicted_tag_takes_exactly_the_entries_that_carry_it() throws Exception {
        one.loads().get(Rig.key("red"), null, tagged("v0", "red", "warm"));
        one.loads().get(Rig.key("blue"), null, tagged("v0", "blue"));
        one.loads().get(Rig.key("plain"), null, () -> "v0");

        assertThat(one.loads().evictTag("red").await()).isTrue();

        for (Instance instance : List.of(other, one)) {
            assertThat(instance.loads().peek(Rig.key("red"), null).await()).isNull();
            assertThat(instance.loads().get(Rig.key("blue"), null, NONE)).isEqualTo("v0");
            assertThat(instance.loads().get(Rig.key("plain"), null, NONE)).isEqualTo("v0");
        }
        assertThat(other.loads().get(Rig.key("red"), null, tagged("v1", "red"))).isEqualTo("v1");
        assertThat(one.loads().get(Rig.key("red"), null, NONE)).isEqualTo("v1");
    }

    @Test
    void what_was_loaded_before_a_clear_is_invalid_whenever_it_is_stored_MM1() throws Exception {
        for (Instance loading : List.of(one, other)) {
            one.evict();
            HeldLoader loader = new HeldLoader(database);
            CompletableFuture<Object> leader = rig.call(() -> loading.get(loader));
            loader.awaitRead();
            int current = database.incrementAndGet();
            one.loads().clear().await();
            loader.letGo();
            Rig.get(leader);

            assertThat(one.get(database::get)).isEqualTo(current);
            assertThat(other.get(NONE)).isEqualTo(current);
        }
    }

    @Test
    void what_was_loaded_before_its_tag_was_evicted_is_invalid_whenever_it_is_stored_MM1() throws Exception {
        HeldLoader loader = new HeldLoader(() -> new Loaded(database.get(), true, List.of("red")));
        CompletableFuture<Object> leader = rig.call(() -> other.get(loader));
        loader.awaitRead();
        database.incrementAndGet();
        one.loads().evictTag("red").await();
        loader.letGo();
        assertThat(Rig.get(leader)).isEqualTo(0);

        assertThat(other.get(tagged(1, "red"))).isEqualTo(1);
        assertThat(one.get(NONE)).isEqualTo(1);
    }

    @Test
    void a_fenced_store_counts_from_before_its_load() throws Exception {
        FencedRead read = other.loads().readFenced(KEY, null).await();
        database.incrementAndGet();
        one.loads().clear().await();
        other.loads().storeFenced(KEY, null, read.token(), 0, System.nanoTime()).await();

        assertThat(one.get(database::get)).isEqualTo(1);
        assertThat(other.get(NONE)).isEqualTo(1);
    }

    @Test
    void a_put_counts_from_before_its_method_MH7() throws Exception {
        Token claim = other.loads().claim(KEY).await();
        database.set(2);
        one.loads().clear().await();
        other.loads().putClaimed(KEY, null, claim, 1).await();

        assertThat(one.get(database::get)).isEqualTo(2);
        assertThat(other.get(NONE)).isEqualTo(2);
    }

    @Test
    void the_first_use_of_a_cache_may_be_a_put() throws Exception {
        one.loads().put(KEY, null, "put").await();
        Token claim = other.loads().claim(Rig.key("claimed")).await();
        other.loads().putClaimed(Rig.key("claimed"), null, claim, "put").await();

        assertThat(other.get(NONE)).isEqualTo("put");
        assertThat(one.loads().get(Rig.key("claimed"), null, NONE)).isEqualTo("put");
    }

    @Test
    void an_invalid_entry_is_replaced_and_not_missed_for_ever_MH4() throws Exception {
        one.get(database::get);
        one.loads().clear().await();
        int acquired = rig.store.sent(Op.ACQUIRE);

        assertThat(other.get(() -> "new")).isEqualTo("new");
        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(acquired + 1);
        assertThat(other.get(NONE)).isEqualTo("new");
    }

    @Test
    void who_hears_nothing_reads_the_markers_with_every_read_MH5() throws Exception {
        one.get(database::get);
        other.get(NONE);
        other.gate().set(false);
        int reads = rig.store.sent(Op.MARKERS);
        database.incrementAndGet();
        one.loads().clear().await();

        assertThat(other.get(database::get)).isEqualTo(1);
        assertThat(other.get(NONE)).isEqualTo(1);
        assertThat(rig.store.sent(Op.MARKERS)).isEqualTo(reads + 2);
    }

    @Test
    void who_hears_nothing_and_cannot_read_the_markers_trusts_no_entry_MH5() throws Exception {
        one.get(database::get);
        other.get(NONE);
        other.gate().set(false);
        rig.store.next(Op.MARKERS, StagedStore.failing(Reason.TIMEOUT));

        assertThat(other.get(() -> "loaded")).isEqualTo("loaded");
        assertThat(other.get(NONE)).isEqualTo(0);
    }

    @Test
    void who_hears_everything_reads_the_markers_once() throws Exception {
        for (int i = 0; i < 10; i++) {
            one.get(database::get);
            one.loads().evictTag("red").await();
            one.loads().clear().await();
        }
        assertThat(rig.store.sent(Op.MARKERS)).isEqualTo(1);
    }

    @Test
    void after_a_loss_all_markers_are_read_again() throws Exception {
        one.get(database::get);
        other.get(NONE);
        other.gate().set(false);
        database.incrementAndGet();
        one.loads().clear().await();
        other.gate().set(true); // without the flush that comes with it, nothing would ever tell

        other.markers().lost();

        assertThat(other.get(database::get)).isEqualTo(1);
    }

    @Test
    void markers_that_were_deleted_by_hand_clear_everything_once() throws Exception {
        one.get(database::get);
        database.incrementAndGet();
        rig.store.storedMarkers().replaceBy(Map.of());
        assertThat(one.get(NONE)).as("nobody has noticed").isEqualTo(0);

        Instance third = rig.instance();
        assertThat(third.get(database::get)).isEqualTo(1);
        for (Instance instance : List.of(one, other, third)) {
            assertThat(instance.get(NONE)).isEqualTo(1);
        }
    }

    @Test
    void markers_that_were_deleted_by_hand_give_no_old_value_back_MM3() throws Exception {
        one.get(database::get);
        database.incrementAndGet();
        one.loads().clear().await();
        rig.store.storedMarkers().replaceBy(Map.of());

        assertThat(one.get(database::get)).isEqualTo(1);
        assertThat(rig.instance().get(database::get)).isEqualTo(1);
    }

    @Test
    void a_clear_clears_on_a_server_whose_clock_is_behind_MH1_MH8() throws Exception {
        rig.store.micros().set(1_000_000);
        one.get(database::get);
        other.get(NONE);
        Map<String, Long> replica = rig.store.storedMarkers().copy();
        one.loads().clear().await();
        assertThat(one.get(database::get)).isEqualTo(0);
        failover(replica, 500);
        database.incrementAndGet();

        other.loads().clear().await();

        assertThat(other.get(database::get)).isEqualTo(1);
        assertThat(one.get(NONE)).isEqualTo(1);
    }

    @Test
    void a_clear_is_newer_than_all_that_is_known_where_the_markers_are_gone_MM2() throws Exception {
        rig.store.micros().set(1_000_000);
        one.get(database::get);
        failover(Map.of(), 500);
        database.incrementAndGet();
        one.loads().clear().await();

        assertThat(one.get(database::get)).isEqualTo(1);
        assertThat(one.get(NONE)).isEqualTo(1);
        assertThat(one.markers().stamp()).isGreaterThan(1_000_000);
    }

    @Test
    void entries_can_be_cached_at_once_on_a_server_whose_clock_is_behind_MH2() throws Exception {
        rig.store.micros().set(1_000_000);
        one.loads().clear().await();
        failover(rig.store.storedMarkers().copy(), 500);

        assertThat(one.get(database::get)).isEqualTo(0);
        assertThat(one.get(NONE)).isEqualTo(0);
        assertThat(rig.instance().get(NONE)).isEqualTo(0);
    }

    @Test
    void markers_that_a_failover_lost_are_written_again_by_whoever_knows_them() throws Exception {
        one.get(database::get);
        Map<String, Long> replica = rig.store.storedMarkers().copy();
        database.incrementAndGet();
        one.loads().clear().await();
        failover(replica, rig.store.micros().get());

        one.markers().lost(); // its connection was
        assertThat(one.get(database::get)).isEqualTo(1);

        assertThat(rig.instance().get(NONE))
                .as("somebody who never heard of the clear")
                .isEqualTo(1);
    }

    @Test
    void a_clear_that_does_not_arrive_counts_here_at_once_and_is_made_up_for() throws Exception {
        one.get(database::get);
        database.incrementAndGet();
        rig.store.next(Op.CLEAR, StagedStore.failing(Reason.TIMEOUT));
        assertThat(one.loads().clear().await()).isFalse();
        assertThat(other.get(NONE)).as("has not heard of it").isEqualTo(0);

        assertThat(one.get(database::get)).isEqualTo(1);

        assertThat(other.get(NONE)).isEqualTo(1);
        assertThat(rig.heard.count("error CLEAR")).isEqualTo(1);
    }

    @Test
    void a_tag_that_does_not_arrive_counts_here_at_once_and_is_made_up_for() throws Exception {
        one.loads().get(KEY, null, tagged(0, "red"));
        one.loads().get(Rig.key("blue"), null, tagged("blue", "blue"));
        StagedStore.Late late = new StagedStore.Late();
        rig.store.next(Op.EVICT_TAG, late);
        rig.store.next(Op.EVICT_TAG, StagedStore.failing(Reason.TIMEOUT));
        assertThat(one.loads().evictTag("red").await()).isFalse();

        assertThat(one.loads().get(KEY, null, tagged(1, "red")))
                .as("still owed")
                .isEqualTo(1);
        assertThat(other.get(NONE)).isEqualTo(0);
        assertThat(one.loads().get(KEY, null, tagged(1, "red"))).isEqualTo(1);
        assertThat(other.get(NONE)).isEqualTo(1);
        assertThat(one.loads().get(Rig.key("blue"), null, NONE)).isEqualTo("blue");

        late.run();
        assertThat(other.get(tagged(2, "red"))).as("a late marker costs a load").isEqualTo(2);
        assertThat(one.get(NONE)).isEqualTo(2);
    }

    private void failover(Map<String, Long> replica, long clock) {
        rig.store.storedMarkers().replaceBy(replica);
        rig.store.micros().set(clock);
    }
}
