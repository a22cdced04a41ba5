package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheLoadRejectedException;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.load.Rig.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No more loads at a time than the settings say. */
class LoadLimitTests {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final Rig rig = new Rig();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_crowd_on_different_keys_loads_a_few_at_a_time(boolean redisAway) {
        Instance one = rig.instance(Rig.limited(3, Rig.LONG));
        if (redisAway) {
            rig.store.always(StagedStore.failing(Reason.BREAKER_OPEN));
        }
        List<CompletableFuture<Object>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            EntryKey key = key("k" + i);
            calls.add(
                    i % 2 == 0
                            ? rig.call(() -> one.loads().get(key, null, this::load))
                            : one.loads().getAsync(key, null, () -> CompletableFuture.supplyAsync(this::load)));
        }

        calls.forEach(call -> assertThat(Rig.get(call)).isEqualTo("v"));

        assertThat(most).hasValueLessThanOrEqualTo(3).hasValueGreaterThan(1);
    }

    @Test
    void who_finds_no_room_in_time_is_rejected_and_nothing_is_left_behind() throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        HeldLoader slow = new HeldLoader(() -> "slow");
        CompletableFuture<Object> first = rig.call(() -> one.loads().get(key("a"), null, slow));
        slow.awaitRead();

        assertThatThrownBy(() -> one.loads().get(key("b"), null, this::load))
                .isInstanceOf(CacheLoadRejectedException.class)
                .hasMessageContainingAll("'things'", "limit of 1", "load-limit.max-concurrent", "load-limit.max-wait");
        assertThat(rig.heard.count("loadRejected")).isEqualTo(1);
        assertThat(rig.store.stored(key("b"))).as("no lease").isNull();

        slow.letGo();
        assertThat(Rig.get(first)).isEqualTo("slow");
        assertThat(one.loads().get(key("b"), null, this::load)).isEqualTo("v");
    }

    @Test
    void an_asynchronous_caller_is_rejected_with_the_same_exception() {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        CompletableFuture<Object> never = new CompletableFuture<>();
        CompletableFuture<?> begun = new CompletableFuture<>();
        CompletableFuture<?> first = one.loads().getAsync(key("a"), null, () -> {
            begun.complete(null);
            return never;
        });
        Rig.get(begun);

        CompletableFuture<?> second =
                one.loads().getAsync(key("b"), null, () -> CompletableFuture.completedFuture("v"));

        assertThatThrownBy(() -> second.get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CacheLoadRejectedException.class);
        never.complete("late");
        assertThat(Rig.get(first)).isEqualTo("late");
    }

    @Test
    void those_who_wait_for_a_load_that_is_rejected_are_rejected_with_it() {
        Instance one = rig.instance(Rig.limited(1, Duration.ofMillis(300)));
        HeldLoader slow = new HeldLoader(() -> "slow");
        CompletableFuture<Object> first = rig.call(() -> one.loads().get(key("a"), null, slow));
        slow.awaitRead();
        List<CompletableFuture<Object>> crowd = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            crowd.add(rig.call(() -> one.loads().get(key("b"), null, this::load)));
        }

        crowd.forEach(call -> assertThatThrownBy(call::get).hasCauseInstanceOf(CacheLoadRejectedException.class));
        slow.letGo();
        Rig.get(first);
    }

    @Test
    void hits_need_no_room() throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        one.loads().get(key("b"), null, this::load);
        HeldLoader slow = new HeldLoader(() -> "slow");
        CompletableFuture<Object> first = rig.call(() -> one.loads().get(key("a"), null, slow));
        slow.awaitRead();

        assertThat(one.loads().get(key("b"), null, this::load)).isEqualTo("v");

        slow.letGo();
        Rig.get(first);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_loader_may_ask_the_cache_it_loads_for(boolean redisAway) throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        if (redisAway) {
            rig.store.always(StagedStore.failing(Reason.BREAKER_OPEN));
        }

        Object value = one.loads()
                .get(
                        key("a"),
                        null,
                        () -> one.loads().get(key("b"), null, () -> one.loads().get(key("a"), null, this::load)));

        assertThat(value).isEqualTo("v");
        assertThat(rig.heard.count("loadRejected")).isZero();
    }

    @Test
    void a_loader_that_fails_makes_room() throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        for (int i = 0; i < 5; i++) {
            EntryKey key = key("k" + i);
            assertThatThrownBy(() -> one.loads().get(key, null, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
        }

        assertThat(one.loads().get(key("a"), null, this::load)).isEqualTo("v");
    }

    /** A refused store, a release that fails, a hit of acquire: the place is left on every way out. */
    @Test
    void every_way_out_makes_room() throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        rig.store.next(StagedStore.Op.STORE, StagedStore.failing(Reason.TIMEOUT));
        one.loads().get(key("a"), null, this::load);
        rig.store.next(StagedStore.Op.ACQUIRE, StagedStore.failing(Reason.TIMEOUT));
        one.loads().get(key("b"), null, this::load);
        one.loads().get(key("c"), null, () -> {
            one.loads().evict(key("c")).await();
            return "v";
        });

        assertThat(one.loads().get(key("d"), null, this::load)).isEqualTo("v");
    }

    @Test
    void who_waits_for_another_instance_leaves_room_for_others() throws Exception {
        Instance one = rig.instance(Rig.limited(1, SHORT));
        Instance other = rig.instance();
        HeldLoader slow = new HeldLoader(() -> "slow");
        CompletableFuture<Object> theirs = rig.call(() -> other.loads().get(key("a"), null, slow));
        slow.awaitRead();
        CompletableFuture<Object> waiting = rig.call(() -> one.loads().get(key("a"), null, () -> "mine"));
        int asked = rig.store.sent(StagedStore.Op.ACQUIRE);
        await().until(() -> rig.store.sent(StagedStore.Op.ACQUIRE) > asked + 1);

        assertThat(one.loads().get(key("b"), null, this::load)).isEqualTo("v");

        slow.letGo();
        assertThat(Rig.get(waiting)).isEqualTo("slow");
        Rig.get(theirs);
    }

    @Test
    void places_are_given_in_the_order_in_which_they_were_asked_for() {
        LoadLimit limit = new LoadLimit("things", Rig.limited(1, Rig.LONG).loadLimit());
        List<LoadLimit.Place> places = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            LoadLimit.Place place = limit.place();
            places.add(place);
            steps.add(limit.enter(
                    place, () -> new Step.Done(Outcome.of("go")), full -> new Step.Done(Outcome.failed(full))));
        }
        assertThat(steps.get(0)).isInstanceOf(Step.Done.class);

        places.get(1).leave(); // given up while it waits
        places.get(0).leave();
        places.get(0).leave(); // once more does nothing

        Step.Wait third = (Step.Wait) steps.get(2);
        assertThat(third.then().apply(Step.WaitEnd.RAISED)).isEqualTo(new Step.Done(Outcome.of("go")));
    }

    private Object load() {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            new CompletableFuture<>()
                    .completeOnTimeout(null, 5, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .join();
            return "v";
        } finally {
            running.decrementAndGet();
        }
    }
}
