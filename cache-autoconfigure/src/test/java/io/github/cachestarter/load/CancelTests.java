package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asynchronous callers that go away before their load has ended. */
class CancelTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Queue<CompletableFuture<Object>> loads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_load_that_its_only_caller_has_left_is_cancelled_and_its_lease_given_back() {
        CompletableFuture<Object> caller = call();
        awaitLoads(1);

        caller.cancel(true);

        assertThat(loads.peek()).isCancelled();
        await().until(() -> rig.store.sent(Op.RELEASE) == 1 && rig.store.stored(KEY) == null);
        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.renewals.size()).isZero();
    }

    @Test
    void who_comes_after_that_does_not_join_it() {
        CompletableFuture<Object> caller = call();
        awaitLoads(1);
        Held release = Held.command();
        rig.store.next(Op.RELEASE, release);
        caller.cancel(true);
        release.awaitArrival();

        CompletableFuture<Object> next = call();
        await().until(() -> rig.store.sent(Op.ACQUIRE) >= 2);
        release.letGo();

        awaitLoads(2);
        last().complete("v");
        assertThat(Rig.get(next)).isEqualTo("v");
    }

    @Test
    void a_load_goes_on_for_an_asynchronous_caller_who_joined() {
        CompletableFuture<Object> leader = call();
        awaitLoads(1);
        CompletableFuture<Object> follower = call();
        awaitFollowers(1);

        leader.cancel(true);
        loads.peek().complete("v");

        assertThat(Rig.get(follower)).isEqualTo("v");
        assertThat(loads).hasSize(1);
        assertThat(rig.store.stored(KEY)[0]).isEqualTo((byte) 'V');
    }

    @Test
    void a_load_goes_on_for_a_blocking_caller_who_joined() {
        CompletableFuture<Object> leader = call();
        awaitLoads(1);
        CompletableFuture<Object> follower = rig.call(() -> one.get(() -> "loaded again"));
        awaitFollowers(1);

        leader.cancel(true);
        loads.peek().complete("v");

        assertThat(Rig.get(follower)).isEqualTo("v");
    }

    @Test
    void the_last_one_who_leaves_cancels_the_load() {
        CompletableFuture<Object> leader = call();
        awaitLoads(1);
        CompletableFuture<Object> follower = call();
        awaitFollowers(1);

        leader.cancel(true);
        assertThat(loads.peek()).isNotDone();
        follower.cancel(true);

        await().until(() -> loads.peek().isCancelled());
        await().until(() -> rig.store.stored(KEY) == null);
        assertThat(rig.renewals.size()).isZero();
    }

    @Test
    void a_follower_who_leaves_disturbs_nobody() {
        CompletableFuture<Object> leader = call();
        awaitLoads(1);
        CompletableFuture<Object> follower = call();
        awaitFollowers(1);

        follower.cancel(true);
        awaitFollowers(0);
        loads.peek().complete("v");

        assertThat(Rig.get(leader)).isEqualTo("v");
        assertThat(loads).hasSize(1);
    }

    @Test
    void followers_who_leave_cancel_no_load_of_a_blocking_caller() {
        HeldLoader loader = new HeldLoader(() -> "v");
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        CompletableFuture<Object> follower = call();
        awaitFollowers(1);

        follower.cancel(true);
        awaitFollowers(0);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo("v");
        assertThat(rig.store.stored(KEY)[0]).isEqualTo((byte) 'V');
    }

    @Test
    void who_leaves_before_its_read_is_answered_sends_nothing_more() {
        Held get = Held.reply();
        rig.store.next(Op.GET, get);
        CompletableFuture<Object> caller = call();
        get.awaitArrival();

        caller.cancel(true);
        get.letGo();

        assertThat(Rig.get(rig.call(() -> one.get(() -> "next")))).isEqualTo("next");
        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(1);
        assertThat(loads).isEmpty();
    }

    @Test
    void who_leaves_before_its_acquire_is_answered_gives_the_lease_back_and_loads_nothing() {
        Held acquire = Held.reply();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> caller = call();
        acquire.awaitArrival();

        caller.cancel(true);
        acquire.letGo();

        await().until(() -> rig.store.sent(Op.RELEASE) == 1 && rig.store.stored(KEY) == null);
        assertThat(loads).isEmpty();
    }

    @Test
    void who_leaves_while_another_instance_loads_waits_no_longer() {
        HeardWaiting waiting = new HeardWaiting(cache -> true, Duration.ofHours(1));
        Instance waiter = rig.instance(Rig.settings(Rig.LONG), waiting);
        rig.store.lease(KEY, new Token(1, 2), Duration.ofMinutes(10));
        CompletableFuture<Object> caller = call(waiter);
        await().until(() -> waiting.size() == 1);

        caller.cancel(true);

        await().until(() -> waiting.size() == 0);
        assertThat(waiter.flights().waiting(KEY)).isZero();
        assertThat(loads).isEmpty();
    }

    @Test
    void a_load_that_cannot_be_cancelled_ends_by_itself_and_is_stored() {
        CompletableFuture<Object> value = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Object> caller = one.loads().getAsync(KEY, null, () -> {
            begun.complete(null);
            return value.minimalCompletionStage();
        });
        Rig.get(begun);

        caller.cancel(true);
        value.complete("v");

        await().until(() -> rig.store.sent(Op.STORE) == 1);
    }

    @Test
    void loads_without_flight_or_cache_are_cancelled_with_their_caller() {
        LoadCoordinator past = new PassThroughCoordinator(
                new Reports("things", rig.heard, (op, failure, key) -> {}, System::nanoTime),
                rig.executor,
                rig.executor,
                rig.waits);
        CompletableFuture<Object> caller = past.getAsync(KEY, null, this::load);
        awaitLoads(1);

        caller.cancel(true);

        assertThat(loads.peek()).isCancelled();
    }

    @Test
    void callers_who_stay_get_their_value_whoever_leaves_when() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<CompletableFuture<Object>> callers = new ArrayList<>();
            int staying = random.nextInt(6);
            for (int i = 0; i < 6; i++) {
                callers.add(one.loads().getAsync(KEY, null, CancelTests::brief));
            }
            for (int i = 0; i < 6; i++) {
                if (i != staying) {
                    callers.get(i).cancel(true);
                }
            }
            assertThat(Rig.get(callers.get(staying))).as("round %s", round).isEqualTo("v");
            one.evict();
        }
        await().until(() -> one.flights().waiting(KEY) == 0);
        await().until(() -> rig.renewals.size() == 0);
    }

    private static CompletionStage<Object> brief() {
        int micros = ThreadLocalRandom.current().nextInt(200);
        return new CompletableFuture<>().completeOnTimeout("v", micros, TimeUnit.MICROSECONDS);
    }

    private CompletableFuture<Object> call() {
        return call(one);
    }

    private CompletableFuture<Object> call(Instance instance) {
        return instance.loads().getAsync(KEY, null, this::load);
    }

    private CompletableFuture<Object> load() {
        CompletableFuture<Object> load = new CompletableFuture<>();
        loads.add(load);
        return load;
    }

    private CompletableFuture<Object> last() {
        return loads.stream().reduce((first, second) -> second).orElseThrow();
    }

    private void awaitLoads(int number) {
        await().until(() -> loads.size() == number);
    }

    private void awaitFollowers(int number) {
        await().until(() -> one.flights().waiting(KEY) == number);
    }
}
