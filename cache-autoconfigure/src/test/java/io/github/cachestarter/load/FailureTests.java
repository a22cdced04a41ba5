package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong in Redis, in the codec or in the loader, and what the caller gets all the same. */
class FailureTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_call_in_an_outage_sends_one_command_and_loads() throws Exception {
        rig.store.always(StagedStore.failing(Reason.TIMEOUT));

        assertThat(one.get(this::load)).isEqualTo("v1");

        assertThat(rig.store.sent()).isEqualTo(1);
        assertThat(loads).hasValue(1);
        assertThat(rig.heard.count("miss UNAVAILABLE")).isEqualTo(1);
        assertThat(rig.heard.count("error GET")).isEqualTo(1);
        assertThat(rig.heard.count("fallback TIMEOUT")).isEqualTo(1);
        assertThat(rig.reported).hasSize(1);
    }

    @Test
    void the_same_for_an_asynchronous_caller() {
        rig.store.always(StagedStore.failing(Reason.BREAKER_OPEN));

        assertThat(Rig.get(async())).isEqualTo("v1");

        assertThat(rig.store.sent()).isEqualTo(1);
        assertThat(rig.heard.count("fallback BREAKER_OPEN")).isEqualTo(1);
    }

    @Test
    void without_a_lease_nothing_is_stored() throws Exception {
        rig.store.next(Op.ACQUIRE, StagedStore.failing(Reason.OUT_OF_MEMORY));

        assertThat(one.get(this::load)).isEqualTo("v1");

        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.heard.count("fallback OUT_OF_MEMORY")).isEqualTo(1);
    }

    @Test
    void a_store_that_fails_does_not_run_the_loader_again() throws Exception {
        rig.store.next(Op.STORE, StagedStore.failing(Reason.DISCONNECTED));

        assertThat(one.get(this::load)).isEqualTo("v1");

        assertThat(loads).hasValue(1);
        assertThat(rig.heard.count("error PUT")).isEqualTo(1);
        assertThat(rig.heard.count("put")).isZero();
    }

    @Test
    void a_value_that_cannot_be_encoded_is_returned_and_its_lease_given_back() throws Exception {
        FakeCodec.Unstorable value = new FakeCodec.Unstorable();

        assertThat(one.get(() -> value)).isSameAs(value);

        assertThat(rig.heard.count("valueRefused")).isEqualTo(1);
        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.store.sent(Op.RELEASE)).isEqualTo(1);
    }

    @Test
    void a_value_that_cannot_be_encoded_fails_the_call_where_that_is_asked_for_and_its_lease_is_given_back() {
        Instance strict = rig.failingOnRefused();
        FakeCodec.Unstorable value = new FakeCodec.Unstorable();

        assertThatThrownBy(() -> strict.get(() -> value)).satisfies(FailureTests::namesCacheAndRemedy);
        assertThat(strict.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture(value)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .satisfies(FailureTests::namesCacheAndRemedy);

        assertThat(rig.heard.count("valueRefused")).isEqualTo(2);
        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.store.sent(Op.RELEASE)).isEqualTo(2);
    }

    @Test
    void a_put_that_cannot_be_encoded_fails_where_that_is_asked_for_and_removes_the_old_value() throws Exception {
        Instance strict = rig.failingOnRefused();
        strict.get(() -> "old");

        assertThatThrownBy(() -> strict.loads()
                        .put(KEY, null, new FakeCodec.Unstorable())
                        .await())
                .satisfies(FailureTests::namesCacheAndRemedy);

        assertThat(rig.store.stored(KEY)).isNull();
    }

    private static void namesCacheAndRemedy(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("The cache '" + KEY.cache() + "'")
                .hasMessageContaining("Unstorable: cannot be kept")
                .hasMessageContaining("cache something else")
                .hasMessageContaining("cache-starter.values.on-refused");
    }

    @Test
    void followers_in_an_outage_share_one_more_load_and_do_not_queue_for_one_each() {
        rig.store.always(StagedStore.failing(Reason.BREAKER_OPEN));
        HeldLoader first = new HeldLoader(loads::incrementAndGet);
        HeldLoader second = new HeldLoader(loads::incrementAndGet);
        CompletableFuture<Object> leader = rig.call(() -> one.get(first));
        first.awaitRead();
        List<CompletableFuture<Object>> followers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            followers.add(rig.call(() -> one.get(second)));
        }
        followers.add(one.loads().getAsync(KEY, null, () -> CompletableFuture.supplyAsync(() -> callOf(second))));
        awaitFollowers(followers.size());

        first.letGo();
        second.awaitRead();
        second.letGo();

        assertThat(Rig.get(leader)).isEqualTo(1);
        assertThat(followers).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo(2));
        assertThat(second.calls()).isEqualTo(1);
        assertThat(rig.heard.count("joined")).isEqualTo(20);
    }

    @Test
    void the_very_exception_of_the_loader_reaches_the_caller_and_the_lease_is_given_back() {
        IOException failure = new IOException("no database");

        assertThatThrownBy(() -> one.get(() -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.heard.count("loadFailure")).isEqualTo(1);
    }

    @Test
    void an_error_of_the_loader_reaches_the_caller_as_it_is() {
        Error failure = new StackOverflowError();

        assertThatThrownBy(() -> one.get(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void who_joined_before_a_load_began_shares_its_failure() {
        Held acquire = Held.reply();
        rig.store.next(Op.ACQUIRE, acquire);
        RuntimeException failure = new IllegalStateException("no database");
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> {
            loads.incrementAndGet();
            throw failure;
        }));
        acquire.awaitArrival();
        List<CompletableFuture<Object>> followers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            followers.add(rig.call(() -> one.get(this::load)));
        }
        awaitFollowers(5);

        acquire.letGo();

        assertThat(failureOf(leader)).isSameAs(failure);
        assertThat(followers).allSatisfy(call -> assertThat(failureOf(call)).isSameAs(failure));
        assertThat(loads).hasValue(1);
    }

    @Test
    void who_joined_after_a_load_began_does_not_share_its_failure() {
        HeldLoader loader = new HeldLoader(() -> "read");
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> {
            loader.call();
            throw new IllegalStateException("no database");
        }));
        loader.awaitRead();
        CompletableFuture<Object> follower = rig.call(() -> one.get(this::load));
        awaitFollowers(1);

        loader.letGo();

        assertThat(failureOf(leader)).isInstanceOf(IllegalStateException.class);
        assertThat(Rig.get(follower)).isEqualTo("v1");
    }

    @Test
    void an_interrupt_of_the_leader_is_nobody_elses_failure() {
        Held acquire = Held.reply();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> {
            throw new InterruptedException("the leader alone");
        }));
        acquire.awaitArrival();
        CompletableFuture<Object> follower = rig.call(() -> one.get(this::load));
        awaitFollowers(1);

        acquire.letGo();

        assertThat(failureOf(leader)).isInstanceOf(InterruptedException.class);
        assertThat(Rig.get(follower)).isEqualTo("v1");
    }

    @Test
    void nor_is_what_an_interrupted_loader_made_of_it() {
        Held acquire = Held.reply();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> leader = rig.call(() -> one.get(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the query was interrupted");
        }));
        acquire.awaitArrival();
        CompletableFuture<Object> follower = rig.call(() -> one.get(this::load));
        awaitFollowers(1);

        acquire.letGo();

        assertThat(failureOf(leader)).hasMessage("the query was interrupted");
        assertThat(Rig.get(follower)).isEqualTo("v1");
    }

    @Test
    void an_asynchronous_caller_gets_the_business_exception_without_wrappers() {
        IOException failure = new IOException("no database");

        assertThat(failureOf(one.loads().getAsync(KEY, null, () -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
        assertThat(failureOf(one.loads()
                        .getAsync(KEY, null, () -> CompletableFuture.failedFuture(new CompletionException(failure)))))
                .isSameAs(failure);
        assertThat(failureOf(one.loads().getAsync(KEY, null, () -> null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("CompletionStage");
        assertThat(rig.store.stored(KEY))
                .as("the lease was given back each time")
                .isNull();
    }

    @Test
    void null_is_not_cached_without_a_time_to_live_of_its_own() throws Exception {
        assertThat(one.get(() -> null)).isNull();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.store.sent(Op.STORE)).isZero();
    }

    @Test
    void null_is_cached_with_a_time_to_live_of_its_own() throws Exception {
        Instance caching = rig.instance(Rig.settings(Rig.LONG, nullsFor(Duration.ofSeconds(30))));

        assertThat(caching.get(() -> null)).isNull();
        assertThat(caching.get(() -> "a hit was expected")).isNull();
    }

    @Test
    void an_evict_that_does_not_reach_redis_is_reported_and_returns() {
        rig.store.next(Op.EVICT, StagedStore.failing(Reason.TIMEOUT));
        rig.store.next(Op.CLEAR, StagedStore.failing(Reason.TIMEOUT));

        assertThat(one.evict()).isFalse();
        assertThat(one.loads().clear().await()).isFalse();

        assertThat(rig.heard.count("error EVICT")).isEqualTo(1);
        assertThat(rig.heard.count("error CLEAR")).isEqualTo(1);
        assertThat(rig.heard.count("evict")).isZero();
        assertThat(rig.reported).hasSize(2);
    }

    @Test
    void a_put_that_cannot_be_encoded_removes_the_old_value() throws Exception {
        one.get(() -> "old");

        assertThat(one.loads().put(KEY, null, new FakeCodec.Unstorable()).await())
                .isFalse();

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.heard.count("valueRefused")).isEqualTo(1);
    }

    @Test
    void a_put_of_null_removes_the_old_value_where_nulls_are_not_cached() throws Exception {
        one.get(() -> "old");

        assertThat(one.loads().put(KEY, null, null).await()).isFalse();

        assertThat(rig.store.stored(KEY)).isNull();
    }

    @Test
    void a_listener_that_breaks_its_promise_leaves_no_flight_behind() {
        Instance broken = rig.instance(Rig.settings(Rig.LONG), new io.github.cachestarter.CacheListener() {
            @Override
            public void load(long nanos) {
                throw new IllegalStateException("a listener must not");
            }
        });
        assertThat(failureOf(rig.call(() -> broken.get(this::load)))).hasMessage("a listener must not");
        rig.store.lose(KEY);

        assertThat(failureOf(broken.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture(load()))))
                .as("leads a flight of its own instead of waiting for the old one")
                .hasMessage("a listener must not");
    }

    private static TtlSettings nullsFor(Duration nullTtl) {
        return new TtlSettings(Duration.ofMinutes(5), Duration.ofHours(24), 0, Optional.of(nullTtl));
    }

    private Object load() {
        return "v" + loads.incrementAndGet();
    }

    private CompletableFuture<Object> async() {
        return one.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture(load()));
    }

    @Test
    void who_is_to_lead_but_is_turned_away_by_the_executor_leaves_the_load_to_the_next() {
        CompletableFuture<Object> value = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Object> leader = one.loads().getAsync(KEY, null, () -> {
            begun.complete(null);
            return value;
        });
        Rig.get(begun);
        CompletableFuture<Object> heir =
                one.loads().getAsync(KEY, null, () -> CompletableFuture.completedFuture("heir"));
        awaitFollowers(1);
        CompletableFuture<Object> blocked = rig.call(() -> one.get(() -> "blocked"));
        awaitFollowers(2);
        rig.runs = task -> {
            throw new RejectedExecutionException("shut down");
        };

        value.complete("v");

        assertThat(leader).failsWithin(Duration.ofSeconds(20));
        assertThat(heir).failsWithin(Duration.ofSeconds(20));
        assertThat(Rig.get(blocked)).as("long before wait-max").isEqualTo("blocked");
    }

    private void awaitFollowers(int number) {
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(number));
    }

    private static Object callOf(HeldLoader loader) {
        try {
            return loader.call();
        } catch (InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static Throwable failureOf(CompletableFuture<Object> call) {
        try {
            throw new AssertionError("returned " + call.get(60, java.util.concurrent.TimeUnit.SECONDS));
        } catch (ExecutionException ex) {
            return ex.getCause();
        } catch (InterruptedException | java.util.concurrent.TimeoutException ex) {
            throw new AssertionError(ex);
        }
    }
}
