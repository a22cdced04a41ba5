package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Soft clears, spread over 100 s, of entries that live for an hour. */
class SoftClearTests {

    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration SPREAD = Duration.ofSeconds(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration THROTTLE = Duration.ofSeconds(30);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final AtomicInteger database = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void thousand_keys_are_loaded_once_each_and_evenly_over_the_spread() throws Exception {
        rig.refreshes = Runnable::run;
        rig.memory = memory();
        Instance one = instance();
        rig.memory = memory();
        Instance other = instance();
        List<EntryKey> keys = thousandKeys(one);
        softClear(one);

        List<Integer> inTenths = new ArrayList<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            int before = loads.get();
            for (int second = 0; second < 10; second++) {
                for (EntryKey key : keys) {
                    read(one, key);
                    read(other, key);
                }
                time.pass(SECOND);
            }
            inTenths.add(loads.get() - before);
        }
        assertThat(inTenths).allSatisfy(count -> assertThat(count).isBetween(40, 170));
        assertThat(rig.heard.count("miss")).as("nobody has waited").isEqualTo(1_000);

        for (EntryKey key : keys) { // some are due in the very last second
            assertThat(read(one, key)).isEqualTo(1);
            assertThat(read(other, key)).isEqualTo(1);
        }
        assertThat(loads).hasValue(1_000);
    }

    @Test
    void with_an_ordinary_clear_all_of_them_are_loaded_at_once() throws Exception {
        Instance one = instance();
        List<EntryKey> keys = thousandKeys(one);

        one.loads().clear().await();
        for (EntryKey key : keys) {
            read(one, key);
        }

        assertThat(loads).hasValue(1_000);
        assertThat(rig.heard.count("miss")).isEqualTo(2_000);
    }

    @Test
    void what_nobody_has_read_until_the_end_is_a_miss() throws Exception {
        Instance one = instance();
        Instance other = instance();
        read(one, KEY);
        softClear(one);

        time.pass(SPREAD);

        assertThat(read(other, KEY)).isEqualTo(1);
        assertThat(rig.heard.count("miss")).isEqualTo(2);
        assertThat(rig.heard.count("refreshStarted")).isZero();
    }

    @Test
    void it_is_told_apart_from_an_ordinary_clear() {
        softClear(instance());

        assertThat(rig.heard.count("clearSoftly")).isEqualTo(1);
        assertThat(rig.heard.count("clear")).isZero();
    }

    @Test
    void what_is_loaded_after_it_stays() throws Exception {
        Instance one = instance();
        softClear(one);
        assertThat(read(one, KEY)).isEqualTo(1);

        time.pass(SPREAD.multipliedBy(2));

        assertThat(read(one, KEY)).isEqualTo(1);
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_load_that_began_before_it_stores_what_counts_as_older() throws Exception {
        Instance one = instance();
        HeldLoader loader = new HeldLoader(database);
        CompletableFuture<Object> reader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        softClear(one);
        loader.letGo();

        assertThat(Rig.get(reader)).isEqualTo(0);
        assertThat(one.get(() -> "no load")).as("it is of use meanwhile").isEqualTo(0);
        time.pass(SPREAD);
        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void an_evict_after_it_wins() throws Exception {
        Instance one = instance();
        read(one, KEY);
        softClear(one);

        instance().evict();

        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void a_clear_after_it_wins() throws Exception {
        Instance one = instance();
        read(one, KEY);
        softClear(one);

        instance().loads().clear().await();

        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void one_that_has_ended_counts_for_a_reader_of_redis_who_is_overtaken_by_an_ordinary_clear() throws Exception {
        Instance one = instance();
        Instance other = instance();
        read(one, KEY);
        softClear(one);
        time.pass(SPREAD);
        InstantSource clock = rig.wallClock;
        rig.wallClock = () -> { // the reader looks at it while it judges what it has read
            rig.wallClock = clock;
            other.loads().clear().await();
            return clock.instant();
        };

        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void one_that_has_ended_counts_for_a_reader_of_memory_who_is_overtaken_by_an_ordinary_clear() throws Exception {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        rig.memory =
                afterEachFind(memory(TTL), () -> meanwhile.getAndSet(() -> {}).run());
        Instance one = instance();
        read(one, KEY);
        softClear(one);
        time.pass(SPREAD);
        meanwhile.set(() -> one.loads().clear().await());

        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void an_evict_while_an_entry_is_loaded_anew_wins() throws Exception {
        Instance one = instance();
        read(one, KEY);
        softClear(one);
        HeldLoader loader = refreshing(one);
        database.set(2);

        one.evict();
        loader.letGo();

        await().until(() -> rig.heard.count("storeRefused") == 1);
        assertThat(read(one, KEY)).isEqualTo(2);
    }

    @Test
    void a_miss_at_the_end_waits_for_the_load_that_runs() throws Exception {
        Instance one = instance();
        Instance other = instance();
        read(one, KEY);
        softClear(one);
        HeldLoader loader = refreshing(one);
        time.pass(SECOND); // its end: nothing of before is served now

        CompletableFuture<Object> reader = rig.call(() -> read(other, KEY));
        await().until(() -> rig.store.sent(Op.REFRESH) > 1);
        loader.letGo();

        assertThat(Rig.get(reader)).isEqualTo(1);
        assertThat(loads).as("beside that of the refresh").hasValue(0);
    }

    @Test
    void a_second_one_gives_no_more_time_to_what_the_first_concerns() throws Exception {
        Instance one = instance();
        Instance other = instance();
        read(one, KEY);
        softClear(one);
        time.pass(SPREAD.minus(SECOND));
        softClear(other);
        time.pass(SECOND);

        assertThat(read(one, KEY)).isEqualTo(1);
        assertThat(read(other, KEY)).isEqualTo(1);
        assertThat(rig.heard.count("refreshStarted")).isZero();
    }

    @Test
    void who_hears_no_messages_learns_of_it_with_its_next_read() throws Exception {
        Instance one = instance();
        Instance deaf = instance();
        read(one, KEY);
        read(deaf, KEY);
        deaf.gate().set(false);

        softClear(one);
        time.pass(SPREAD);

        assertThat(read(deaf, KEY)).isEqualTo(1);
    }

    @Test
    void an_instance_that_is_started_later_has_what_is_left_of_the_spread() throws Exception {
        Instance one = instance();
        read(one, KEY);
        softClear(one);
        time.pass(SPREAD.minus(SECOND));
        Instance late = instance();
        assertThat(late.get(() -> "no load")).isEqualTo(0);

        time.pass(SECOND);

        assertThat(read(late, KEY)).isEqualTo(1);
    }

    @Test
    void where_markers_are_lost_everything_is_gone() throws Exception {
        Instance one = instance();
        read(one, KEY);
        softClear(one);
        rig.store.storedMarkers().replaceBy(Map.of());

        Instance other = instance();

        assertThat(read(other, KEY)).isEqualTo(1);
    }

    @Test
    void one_that_does_not_reach_redis_is_reported_and_written_by_the_next_read() throws Exception {
        Instance one = rig.instance(Rig.throwing());
        Instance other = instance();
        read(one, KEY);
        rig.store.next(Op.CLEAR, StagedStore.failing(Reason.TIMEOUT));

        assertThatThrownBy(() -> softClear(one)).isInstanceOf(EvictionPendingException.class);
        assertThat(rig.reported).hasSize(1);
        assertThat(one.get(() -> "no load")).as("nothing is gone").isEqualTo(0);

        assertThat(rig.store.sent(Op.CLEAR)).isEqualTo(2);
        time.pass(SPREAD);
        assertThat(read(other, KEY)).isEqualTo(1);
    }

    @Test
    void an_entry_in_memory_is_loaded_anew_as_well_and_gone_at_the_end() throws Exception {
        rig.memory = memory();
        Instance one = instance();
        read(one, KEY);
        softClear(one);
        assertThat(one.loads().near("k", null)).isNotNull();
        time.pass(SPREAD);

        assertThat(one.loads().near("k", null)).isNull();
        assertThat(read(one, KEY)).isEqualTo(1);
        assertThat(one.loads().near("k", null)).isNotNull();
    }

    @Test
    void at_the_end_an_entry_stands_in_for_loads_that_fail() throws Exception {
        StaleSettings stale = new StaleSettings(Duration.ofHours(1), THROTTLE, List.of());
        Instance one = rig.instance(Rig.fresh(TTL, FreshnessSettings.OFF.with(stale)));
        read(one, KEY);
        softClear(one);
        time.pass(SPREAD);
        AtomicInteger calls = new AtomicInteger();
        Reloadable broken = () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("down");
        };

        assertThat(one.get(broken)).isEqualTo(0);
        time.pass(THROTTLE.minusMillis(1));
        assertThat(one.get(broken)).as("the source is left alone").isEqualTo(0);
        assertThat(calls).hasValue(1);
        time.pass(SECOND);
        assertThat(one.get(broken)).isEqualTo(0);
        assertThat(calls).hasValue(2);
        time.pass(THROTTLE);
        assertThat(read(one, KEY)).isEqualTo(1);
    }

    @Test
    void a_cache_in_this_process_alone_does_the_same() throws Exception {
        Background background = new Background(Runnable::run, rig.executor, rig.limitTimer);
        LoadCoordinator lone = new LoadCoordinators(rig.alone(), false, background, CacheTtlResolver.NONE)
                .createLocal(
                        Rig.fresh(TTL, FreshnessSettings.OFF),
                        memory(LocalSettings.DEFAULTS.ttl().plus(TTL)),
                        rig.heard,
                        (operation, failure, key) -> {});
        EntryKey left = Rig.key("left");
        lone.get(KEY, null, (Reloadable) database::get);
        lone.get(left, null, (Reloadable) database::get);
        database.set(1);
        lone.clearSoftly(SPREAD).await();
        assertThat(lone.near("k", null).get()).isEqualTo(0);
        time.pass(SPREAD.minusMillis(1));

        assertThat(lone.near("k", null)).as("it is due").isNull();
        assertThat(lone.get(KEY, null, (Reloadable) database::get)).isEqualTo(0);
        assertThat(lone.get(KEY, null, (Reloadable) database::get)).isEqualTo(1);

        time.pass(SECOND);
        assertThat(lone.near("k", null).get()).isEqualTo(1);
        assertThat(lone.peek(left, null).await()).isNull();
        assertThat(rig.heard.count("refreshStarted")).isEqualTo(1);
    }

    private Instance instance() {
        return rig.instance(Rig.fresh(TTL, FreshnessSettings.OFF));
    }

    private List<EntryKey> thousandKeys(Instance instance) throws Exception {
        List<EntryKey> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add(Rig.key("k" + i));
            instance.loads().get(keys.get(i), null, (Reloadable) database::get);
        }
        database.set(1);
        return keys;
    }

    /** Without a read before, the source holds 0 until then and 1 from then on. */
    private void softClear(Instance instance) {
        loads.set(0);
        database.set(1);
        instance.loads().clearSoftly(SPREAD).await();
    }

    /** Begins to load the entry anew in the last moment, when it is due wherever its point in the spread may be. */
    private HeldLoader refreshing(Instance instance) throws Exception {
        time.pass(SPREAD.minusMillis(1));
        HeldLoader loader = new HeldLoader(database);
        rig.refreshes = rig.executor;
        Reloadable again = loader::call;
        instance.get(again);
        loader.awaitRead();
        return loader;
    }

    private Object read(Instance instance, EntryKey key) throws Exception {
        return instance.loads().get(key, null, (Reloadable) () -> {
            loads.incrementAndGet();
            return database.get();
        });
    }

    /** A memory whose readers are held up once they have found something, or nothing. */
    private static LocalTier afterEachFind(LocalTier memory, Runnable event) {
        return (LocalTier) Proxy.newProxyInstance(
                LocalTier.class.getClassLoader(), new Class<?>[] {LocalTier.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(memory, arguments);
                    if (method.getName().equals("find")) {
                        event.run();
                    }
                    return answer;
                });
    }

    private LocalTier memory() {
        return memory(LocalSettings.DEFAULTS.ttl());
    }

    private LocalTier memory(Duration ttl) {
        LocalSettings settings =
                new LocalSettings(true, 10_000, OptionalLong.empty(), ttl, false, Duration.ofSeconds(10));
        return rig.memory(settings);
    }
}
