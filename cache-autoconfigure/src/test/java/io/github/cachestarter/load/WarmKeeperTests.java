package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The hottest keys, which are loaded anew without waiting for a read. Entries live for 100 s and are due after 80; a key is
 * forgotten after five minutes. Time passes when a test says so, and everything runs on its thread.
 */
class WarmKeeperTests {

    private static final Duration TTL = Duration.ofSeconds(100);
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final ManualLoadTimer timer = new ManualLoadTimer();
    private final AtomicInteger database = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile HeldLoader slow;
    private volatile RuntimeException broken;
    private Instance one;

    @BeforeEach
    void start() {
        rig.limitTimer = timer;
        rig.runs = Runnable::run;
        rig.refreshes = Runnable::run;
        rig.loads = Runnable::run;
        one = rig.instance(settings(2));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_entry_is_loaded_anew_before_its_end_although_nobody_reads_it() throws Exception {
        read(one, "k");
        database.set(1);
        pass(Duration.ofSeconds(79));
        assertThat(rig.store.sent(Op.REFRESH)).isZero();

        pass(Duration.ofSeconds(2));

        assertThat(stored("k")).isEqualTo(1);
        assertThat(rig.heard.count("refreshStarted")).isEqualTo(1);
        assertThat(rig.heard.count("miss")).isEqualTo(1);
    }

    @Test
    void and_again_as_long_as_it_is_remembered() throws Exception {
        read(one, "k");

        pass(FORGOTTEN.minusSeconds(1));

        assertThat(loads).as("one each eighty seconds and a round").hasValue(1 + 3);
        assertThat(rig.store.sent(Op.REFRESH)).as("one command each").isEqualTo(3);
    }

    @Test
    void a_key_that_nobody_asks_for_any_more_is_forgotten_and_the_worker_ends() throws Exception {
        read(one, "k");

        pass(FORGOTTEN.plus(TTL).plus(TTL));

        assertThat(stored("k")).isNull();
        assertThat(loads).hasValue(1 + 3);
        assertThat(timer.size()).as("nothing wakes up for nothing").isZero();
        read(one, "k");
        assertThat(timer.size()).isEqualTo(1);
    }

    @Test
    void only_the_hottest_are_kept_warm_and_a_key_cools_out_when_others_are_read_more() throws Exception {
        for (int i = 0; i < 10; i++) {
            read(one, "old hot");
            read(one, "always hot");
        }
        read(one, "cold");
        pass(Duration.ofSeconds(85));
        assertThat(loads).as("three, and the two hottest anew").hasValue(3 + 2);

        for (int i = 0; i < 30; i++) {
            read(one, "new hot");
            read(one, "always hot");
        }
        loads.set(0);
        pass(Duration.ofSeconds(85));
        assertThat(stored("new hot")).isNotNull();
        assertThat(stored("always hot")).isNotNull();
        assertThat(loads).hasValue(2);
        pass(Duration.ofSeconds(20));
        assertThat(stored("old hot")).isNull();
    }

    @Test
    void reads_that_find_an_entry_count_like_those_that_load_it() throws Exception {
        Instance other = rig.instance(settings(2));
        read(one, "k");
        Object found = read(other, "k");
        assertThat(found).isEqualTo(0);

        pass(Duration.ofSeconds(85));

        assertThat(loads).as("by one of the two").hasValue(2);
        assertThat(rig.heard.count("refreshRefused"))
                .as("the other found it done")
                .isEqualTo(1);
        pass(Duration.ofSeconds(85));
        assertThat(loads).as("both know the new entry").hasValue(3);
    }

    @Test
    void of_two_instances_one_loads_and_the_other_sees_its_claim() throws Exception {
        Instance other = rig.instance(settings(2));
        read(one, "k");
        read(other, "k");
        database.set(1);
        Queue<Runnable> waiting = new ArrayDeque<>();
        rig.refreshes = waiting::add;
        pass(Duration.ofSeconds(82));
        assertThat(waiting).hasSize(2);
        HeldLoader held = new HeldLoader(database);
        slow = held;
        CompletableFuture<Object> refreshing = rig.call(() -> {
            waiting.remove().run();
            return null;
        });
        held.awaitRead();

        waiting.remove().run();

        assertThat(rig.heard.count("refreshRefused")).isEqualTo(1);
        assertThat(read(other, "k")).as("whoever reads meanwhile").isEqualTo(0);
        held.letGo();
        Rig.get(refreshing);
        assertThat(stored("k")).isEqualTo(1);
        assertThat(loads).hasValue(2);
    }

    @Test
    void an_evict_during_its_refresh_wins() throws Exception {
        read(one, "k");
        HeldLoader held = new HeldLoader(database);
        slow = held;
        rig.refreshes = rig.executor;
        pass(Duration.ofSeconds(82));
        held.awaitRead();

        one.loads().evict(Rig.key("k")).await();
        held.letGo();

        await().until(() -> rig.heard.count("storeRefused") == 1);
        assertThat(stored("k")).isNull();
    }

    @Test
    void what_was_evicted_comes_back_with_the_next_caller_and_not_by_itself() throws Exception {
        read(one, "k");
        one.loads().evict(Rig.key("k")).await();

        pass(TTL);
        assertThat(stored("k")).isNull();
        assertThat(rig.store.sent(Op.REFRESH)).as("asked once").isEqualTo(1);

        read(one, "k");
        pass(Duration.ofSeconds(85));
        assertThat(loads).hasValue(3);
    }

    @Test
    void where_there_is_no_room_it_is_dropped_and_counted_and_tried_in_the_next_round() throws Exception {
        read(one, "k");
        read(one, "other");
        rig.refreshes = task -> {
            throw new RejectedExecutionException();
        };
        pass(Duration.ofSeconds(81));
        int dropped = rig.heard.count("refreshDropped");
        assertThat(dropped)
                .as("one in each round: no room is no room for the rest either")
                .isBetween(1, 2);

        rig.refreshes = Runnable::run;
        pass(Duration.ofSeconds(1));
        assertThat(loads).hasValue(4);
    }

    @Test
    void a_broken_source_is_left_alone_for_a_while() throws Exception {
        read(one, "k");
        broken = new IllegalStateException("down");

        pass(Duration.ofSeconds(90));

        assertThat(rig.heard.count("refreshFailed")).isEqualTo(1);
        assertThat(stored("k")).as("its callers have it to its end").isEqualTo(0);
    }

    @Test
    void while_redis_is_away_it_is_asked_seldom() throws Exception {
        read(one, "k");
        rig.store.always(Op.REFRESH, StagedStore.failing(Reason.DISCONNECTED));

        pass(Duration.ofSeconds(81).plus(WarmKeeper.REST.multipliedBy(2)));

        assertThat(rig.store.sent(Op.REFRESH)).isBetween(2, 3);
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_load_that_is_known_to_take_long_begins_earlier() {
        Freshness freshness = new Freshness(settings(2).load(), () -> Instant.EPOCH, new Random(1));

        assertThat(freshness.plannedAt(meta(1_000))).isEqualTo(1_000 + 80_000);
        assertThat(freshness.plannedAt(meta(15_000))).isEqualTo(15_000 + 70_000);
        assertThat(freshness.plannedAt(meta(99_000))).as("half of its time").isEqualTo(99_000 + 50_000);
    }

    @Test
    void a_loader_that_is_bound_to_its_call_is_not_remembered() throws Exception {
        one.get(() -> 1);

        assertThat(timer.size()).isZero();
    }

    @Test
    void asynchronous_callers_are_remembered_as_well() throws Exception {
        Rig.get(one.loads().getAsync(Rig.key("k"), null, () -> CompletableFuture.completedFuture(load())));

        pass(Duration.ofSeconds(85));

        assertThat(loads).hasValue(2);
    }

    private Object load() {
        loads.incrementAndGet();
        if (broken != null) {
            throw broken;
        }
        HeldLoader held = slow;
        try {
            return held == null ? database.get() : held.call();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private Object read(Instance instance, String key) throws Exception {
        Reloadable again = this::load;
        return instance.loads().get(Rig.key(key), null, again);
    }

    private void pass(Duration duration) {
        for (Duration left = duration; !left.isZero(); left = left.minus(STEP)) {
            time.pass(STEP);
            timer.pass(STEP);
        }
    }

    private Object stored(String key) {
        EntryKey address = Rig.key(key);
        if (rig.store.stored(address) == null) {
            return null;
        }
        var entry = one.loads().peek(address, null).await();
        return entry == null ? null : entry.value();
    }

    private static EntryMeta meta(int loadMillis) {
        return new EntryMeta(1, 0, 0, loadMillis, TTL.toMillis());
    }

    private static CacheSettings settings(int keys) {
        return Rig.fresh(TTL, FreshnessSettings.OFF.with(new RefreshSettings(Mode.SCHEDULED, 1, 0.8, keys, FORGOTTEN)));
    }
}
