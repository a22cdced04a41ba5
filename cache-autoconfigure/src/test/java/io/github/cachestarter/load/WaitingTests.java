package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits: for another instance's lease and for this one's flights; all are bounded and can be interrupted. */
class WaitingTests {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_leader_takes_over_when_the_other_instance_gave_up_its_lease() {
        leaseElsewhere();
        Instance one = rig.instance();
        CompletableFuture<Object> call = rig.call(() -> one.get(() -> "mine"));
        await().until(() -> rig.store.sent(Op.ACQUIRE) >= 3);
        assertThat(call).isNotDone();

        rig.store.lose(KEY);

        assertThat(Rig.get(call)).isEqualTo("mine");
        assertThat(rig.heard.count("leaseAwaited")).isEqualTo(1);
        assertThat(rig.heard.count("leaseTakenOver")).isEqualTo(1);
        assertThat(rig.heard.count("miss LEASED")).isEqualTo(1);
        assertThat(rig.heard.count("put")).isEqualTo(1);
    }

    @Test
    void who_joined_before_the_poll_that_found_the_value_takes_it() {
        leaseElsewhere();
        Instance one = rig.instance();
        Instance other = rig.instance();
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> "mine"));
        await().until(() -> rig.store.sent(Op.ACQUIRE) >= 2);
        CompletableFuture<Object> follower = rig.call(() -> one.get(() -> "mine"));
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(1));

        other.loads().put(KEY, null, "theirs").await();

        assertThat(Rig.get(leader)).isEqualTo("theirs");
        assertThat(Rig.get(follower)).isEqualTo("theirs");
        assertThat(rig.heard.count("leaseAwaited")).isEqualTo(1);
        assertThat(rig.heard.count("leaseTakenOver")).isZero();
        assertThat(rig.heard.count("joined")).isEqualTo(1);
    }

    @Test
    void past_wait_max_a_leader_loads_without_a_lease_and_stores_nothing() throws Exception {
        leaseElsewhere();

        assertThat(rig.instance(Rig.settings(SHORT)).get(() -> "mine")).isEqualTo("mine");

        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.heard.count("fallback")).as("Redis is there").isZero();
        assertThat(rig.heard.count("leaseAwaited")).isEqualTo(1);
        assertThat(rig.heard.count("leaseTakenOver"))
                .as("its lease was not had")
                .isZero();
    }

    @Test
    void past_wait_max_a_follower_loads_by_itself_and_later_callers_do_not_wait_again() {
        Instance one = rig.instance(Rig.settings(SHORT));
        HeldLoader loader = new HeldLoader(() -> "slow");
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();

        assertThat(Rig.get(rig.call(() -> one.get(() -> "mine")))).isEqualTo("mine");

        assertThat(one.flights().waiting(KEY)).isZero();
        loader.letGo();
        assertThat(Rig.get(leader)).isEqualTo("slow");
    }

    @Test
    void asynchronous_callers_that_wait_hold_no_thread() {
        leaseElsewhere();
        Instance one = rig.instance();
        List<CompletableFuture<Object>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(one.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture("mine")));
        }
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(199));

        CompletableFuture<String> unhindered = CompletableFuture.supplyAsync(() -> "ran", rig.executor);

        assertThat(Rig.get(unhindered)).isEqualTo("ran");
        rig.store.lose(KEY);
        assertThat(calls).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo("mine"));
        assertThat(rig.heard.count("load")).isEqualTo(1);
    }

    @Test
    void past_wait_max_an_asynchronous_caller_loads_without_a_lease_and_stores_nothing() {
        leaseElsewhere();
        Instance one = rig.instance(Rig.settings(SHORT));

        assertThat(Rig.get(one.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture("mine"))))
                .isEqualTo("mine");

        assertThat(rig.store.sent(Op.STORE)).isZero();
    }

    @Test
    void a_message_wakes_a_leader_before_its_pause_is_over() {
        leaseElsewhere();
        HearingWaiting hearing = new HearingWaiting();
        Instance one = rig.instance(Rig.settings(Rig.LONG), hearing);
        CompletableFuture<Object> call = rig.call(() -> one.get(() -> "mine"));
        await().until(() -> rig.store.sent(Op.ACQUIRE) == 1);

        rig.store.lose(KEY);
        hearing.ready();

        assertThat(Rig.get(call)).isEqualTo("mine");
        assertThat(hearing.open).as("registrations left").isEmpty();
    }

    @Test
    void an_interrupted_leader_stops_waiting_and_loads_with_the_interrupt_set() {
        leaseElsewhere();
        Instance one = rig.instance();
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean seen = new AtomicBoolean();
        CompletableFuture<Object> call = rig.call(() -> {
            thread.set(Thread.currentThread());
            return one.get(() -> {
                seen.set(Thread.currentThread().isInterrupted());
                return "mine";
            });
        });
        await().until(() -> rig.store.sent(Op.ACQUIRE) >= 2);

        thread.get().interrupt();

        assertThat(Rig.get(call)).isEqualTo("mine");
        assertThat(seen).isTrue();
    }

    @Test
    void an_interrupted_follower_stops_waiting_and_loads_with_the_interrupt_set() {
        Instance one = rig.instance();
        HeldLoader loader = new HeldLoader(() -> "slow");
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean seen = new AtomicBoolean();
        CompletableFuture<Object> follower = rig.call(() -> {
            thread.set(Thread.currentThread());
            return one.get(() -> {
                seen.set(Thread.currentThread().isInterrupted());
                return "mine";
            });
        });
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(1));

        thread.get().interrupt();

        assertThat(Rig.get(follower)).isEqualTo("mine");
        assertThat(seen).isTrue();
        assertThat(leader).isNotDone();
        loader.letGo();
        assertThat(Rig.get(leader)).isEqualTo("slow");
    }

    private void leaseElsewhere() {
        rig.store.lease(KEY, new Token(1, 2), Duration.ofMinutes(10));
    }
}
