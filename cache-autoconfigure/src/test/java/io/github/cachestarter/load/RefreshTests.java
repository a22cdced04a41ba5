package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Late;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that are loaded anew while their callers have the present value. They live for 100 s and are due after 80. */
class RefreshTests {

    private static final Duration TTL = Duration.ofSeconds(100);
    private static final RefreshSettings THRESHOLD = RefreshSettings.OFF.with(Mode.THRESHOLD);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final Instance one = rig.instance(settings());
    private final Instance other = rig.instance(settings());
    private final AtomicInteger database = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_caller_gets_the_present_value_and_the_next_one_the_new() throws Exception {
        dueWithNewValue();

        assertThat(read(one)).isEqualTo(0);
        awaitStored(1);

        assertThat(read(other)).isEqualTo(1);
        assertThat(rig.heard.count("refreshStarted")).isEqualTo(1);
        assertThat(rig.heard.count("load")).isEqualTo(2);
        assertThat(rig.heard.count("miss")).isEqualTo(1);
    }

    @Test
    void an_entry_that_is_not_due_is_left_alone() throws Exception {
        read(one);
        time.pass(Duration.ofSeconds(79));

        assertThat(read(one)).isEqualTo(0);

        assertThat(rig.store.sent(Op.REFRESH)).isZero();
    }

    @Test
    void asynchronous_callers_refresh_as_well() throws Exception {
        dueWithNewValue();

        CompletableFuture<Object> read =
                one.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture(database.get()));

        assertThat(Rig.get(read)).isEqualTo(0);
        awaitStored(1);
    }

    @Test
    void a_loader_that_is_bound_to_its_call_is_not_run_in_the_background() throws Exception {
        dueWithNewValue();

        assertThat(one.get(database::get)).isEqualTo(0);

        assertThat(rig.store.sent(Op.REFRESH)).isZero();
    }

    @Test
    void F1_FM1_an_evict_during_a_refresh_wins() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(database);
        assertThat(one.get(again(loader))).isEqualTo(0);
        loader.awaitRead();
        database.set(2);
        other.evict();

        loader.letGo();

        await().until(() -> rig.heard.count("storeRefused") == 1);
        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(read(one)).isEqualTo(2);
    }

    @Test
    void F1_FM1_a_put_during_a_refresh_wins() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        loader.awaitRead();
        var claim = other.loads().claim(KEY).await();

        loader.letGo();
        await().until(() -> rig.heard.count("storeRefused") == 1);
        other.loads().putClaimed(KEY, null, claim, 2).await();

        assertThat(read(one)).isEqualTo(2);
    }

    @Test
    void FM3_FM4_what_was_stored_since_the_read_is_not_claimed_but_taken() throws Exception {
        dueWithNewValue();
        Queue<Runnable> waiting = new ArrayDeque<>();
        rig.refreshes = waiting::add;
        assertThat(read(one)).isEqualTo(0);
        other.evict();
        assertThat(read(other)).isEqualTo(1);

        waiting.remove().run();

        assertThat(rig.heard.count("refreshRefused")).isEqualTo(1);
        assertThat(rig.heard.count("load")).isEqualTo(2);
        assertThat(read(one)).isEqualTo(1);
    }

    @Test
    void F3_the_load_begins_after_the_claim_is_acknowledged() throws Exception {
        dueWithNewValue();
        Held claim = Held.reply();
        rig.store.next(Op.REFRESH, claim);
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        claim.awaitArrival();

        assertThat(loader.calls()).isZero();

        claim.letGo();
        loader.letGo();
        awaitStored(1);
    }

    @Test
    void a_claim_whose_reply_never_came_is_not_used() throws Exception {
        dueWithNewValue();
        Late claim = new Late();
        rig.store.next(Op.REFRESH, claim);
        read(one);
        await().until(() -> rig.heard.count("error GET") == 1);

        other.evict();
        claim.run();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("load")).isEqualTo(1);
    }

    @Test
    void who_reads_a_claimed_entry_leaves_it_to_the_one_who_claimed_it() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        loader.awaitRead();

        assertThat(read(other)).isEqualTo(0);
        assertThat(read(one)).isEqualTo(0);

        assertThat(rig.store.sent(Op.REFRESH)).isEqualTo(1);
        loader.letGo();
        awaitStored(1);
    }

    /** Its lease lasts for 10 s, and nobody renews it any more. */
    @Test
    void a_claim_whose_holder_died_is_taken_over_when_its_lease_is_over() throws Exception {
        dueWithNewValue();
        HeldLoader dead = new HeldLoader(database);
        one.get(again(dead));
        dead.awaitRead();
        time.pass(Duration.ofSeconds(9));
        assertThat(read(other)).isEqualTo(0);
        assertThat(rig.store.sent(Op.REFRESH))
                .as("asked while it may still live")
                .isEqualTo(1);

        database.set(2);
        time.pass(Duration.ofSeconds(2));
        assertThat(read(other)).as("nobody waits").isEqualTo(0);

        awaitStored(2);
        assertThat(rig.store.sent(Op.REFRESH)).isEqualTo(2);
        dead.letGo();
        await().until(() -> rig.heard.count("storeRefused") == 1);
        assertThat(read(other)).isEqualTo(2);
    }

    @Test
    void whose_clock_is_ahead_asks_in_vain_once_for_each_claim() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        loader.awaitRead();
        rig.refreshes = Runnable::run;
        time.ahead(Duration.ofSeconds(15));

        for (int i = 0; i < 5; i++) {
            assertThat(read(other)).isEqualTo(0);
        }

        assertThat(rig.store.sent(Op.REFRESH)).isEqualTo(1 + 1);
        assertThat(rig.heard.count("refreshRefused")).isEqualTo(1);
        loader.letGo();
        awaitStored(1);
    }

    @Test
    void of_two_who_read_before_the_claim_one_loads() throws Exception {
        dueWithNewValue();
        Queue<Runnable> waiting = new ArrayDeque<>();
        rig.refreshes = waiting::add;
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        read(other);
        Runnable ours = waiting.remove();
        CompletableFuture<Object> refreshing = rig.call(() -> {
            ours.run();
            return null;
        });
        loader.awaitRead();

        waiting.remove().run();

        assertThat(rig.heard.count("refreshRefused")).isEqualTo(1);
        loader.letGo();
        Rig.get(refreshing);
        assertThat(rig.heard.count("load")).isEqualTo(2);
    }

    @Test
    void a_miss_that_comes_during_a_refresh_takes_what_it_loads() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(database);
        one.get(again(loader));
        loader.awaitRead();
        for (int i = 0; i < 6; i++) { // over: but for the claim, which is renewed, the key would be gone
            time.pass(Duration.ofSeconds(4));
            rig.timer.pass(Duration.ofSeconds(4));
        }

        CompletableFuture<Object> here = rig.call(() -> read(one));
        CompletableFuture<Object> there = rig.call(() -> read(other));
        await().until(() -> one.flights().waiting(KEY) == 1 && rig.store.sent(Op.REFRESH) > 1);
        loader.letGo();

        assertThat(Rig.get(here)).isEqualTo(1);
        assertThat(Rig.get(there)).isEqualTo(1);
        assertThat(rig.heard.count("load")).isEqualTo(2);
    }

    @Test
    void an_entry_that_outlives_its_time_for_a_refresh_is_not_served() throws Exception {
        dueWithNewValue();
        HeldLoader loader = new HeldLoader(() -> {
            throw new IllegalStateException("broken");
        });
        rig.store.always(Op.RELEASE, StagedStore.failing(Reason.TIMEOUT));
        one.get(again(loader));
        await().until(() -> loader.calls() == 1 && rig.heard.count("refreshFailed") == 1);
        time.pass(Duration.ofSeconds(30));

        assertThat(rig.store.stored(KEY)).isNotNull();
        assertThat(read(other)).isEqualTo(1);
    }

    @Test
    void after_a_refresh_that_failed_the_source_is_left_alone() throws Exception {
        dueWithNewValue();
        AtomicInteger calls = new AtomicInteger();
        Reloadable broken = () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("broken");
        };

        assertThat(one.get(broken)).isEqualTo(0);
        await().until(() -> rig.heard.count("refreshFailed") == 1);
        assertThat(one.get(broken)).isEqualTo(0);
        assertThat(one.get(broken)).isEqualTo(0);

        assertThat(calls).hasValue(1);
        assertThat(rig.store.stored(KEY)[0]).as("nobody has claimed it").isEqualTo((byte) 'V');
    }

    @Test
    void after_a_refresh_that_gave_nothing_to_keep_the_entry_is_gone() throws Exception {
        dueWithNewValue();

        assertThat(one.get((Reloadable) () -> null)).isEqualTo(0);

        await().until(() -> rig.store.stored(KEY) == null);
        assertThat(read(other)).isEqualTo(1);
    }

    @Test
    void where_that_entry_cannot_be_removed_not_every_read_refreshes_it() throws Exception {
        dueWithNewValue();
        AtomicInteger calls = new AtomicInteger();
        Reloadable gone = () -> {
            calls.incrementAndGet();
            return null;
        };
        rig.store.always(Op.RELEASE, StagedStore.failing(Reason.TIMEOUT));
        rig.refreshes = Runnable::run;

        assertThat(one.get(gone)).isEqualTo(0);
        time.pass(Duration.ofSeconds(11)); // the claim is over
        for (int i = 0; i < 5; i++) {
            assertThat(one.get(gone)).isEqualTo(0);
        }

        assertThat(calls).hasValue(1);
    }

    /** As one that the codec refuses: it lies in memory alone, and there is nothing to claim. */
    @Test
    void an_entry_that_lies_in_memory_alone_is_not_asked_for_by_every_read() throws Exception {
        rig.memory = memory();
        rig.refreshes = Runnable::run;
        Instance near = rig.instance(settings());
        near.get((Reloadable) FakeCodec.Unstorable::new);
        time.pass(Duration.ofSeconds(81));

        for (int i = 0; i < 5; i++) {
            assertThat(near.get((Reloadable) () -> "new")).isInstanceOf(FakeCodec.Unstorable.class);
        }

        assertThat(rig.store.sent(Op.REFRESH)).isEqualTo(1);
    }

    /** What was in memory is no newer than what has gone from Redis. */
    @Test
    void a_refresh_that_gave_nothing_to_keep_empties_the_memory_as_well() throws Exception {
        rig.memory = memory();
        rig.refreshes = Runnable::run;
        Instance near = rig.instance(settings());
        near.get((Reloadable) () -> "old");
        time.pass(Duration.ofSeconds(81));

        assertThat(near.get((Reloadable) () -> null)).isEqualTo("old");

        assertThat(near.get((Reloadable) () -> "new")).isEqualTo("new");
    }

    private LocalTier memory() {
        LocalSettings hour = new LocalSettings(
                true, 10, OptionalLong.empty(), Duration.ofHours(1), true, LocalSettings.DEFAULTS.outageTtl());
        LocalTimes times =
                new LocalTimes(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()), time::millis, key -> false);
        return new LocalTiers(times, Findings.NO_OP).create("things", now -> true, hour, rig.codec);
    }

    @Test
    void where_there_is_no_room_a_refresh_is_dropped_and_counted() throws Exception {
        dueWithNewValue();
        rig.refreshes = task -> {
            throw new RejectedExecutionException();
        };
        assertThat(read(one)).isEqualTo(0);
        assertThat(rig.heard.count("refreshDropped")).isEqualTo(1);

        rig.refreshes = rig.executor;
        assertThat(read(one)).isEqualTo(0);
        awaitStored(1);
    }

    private void dueWithNewValue() throws Exception {
        read(one);
        database.set(1);
        time.pass(Duration.ofSeconds(81));
    }

    private Object read(Instance instance) throws Exception {
        return instance.get(again(database::get));
    }

    private void awaitStored(int value) {
        await().until(() -> Integer.valueOf(value)
                .equals(one.loads().peek(KEY, null).await().value()));
    }

    private static Reloadable again(Callable<?> loader) {
        return loader::call;
    }

    private static CacheSettings settings() {
        return Rig.fresh(TTL, FreshnessSettings.OFF.with(THRESHOLD));
    }
}
