package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that stand in for loads that fail. They live for 10 s, and for an hour more when the source is broken. */
class StaleTests {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration OVER = TTL.plusSeconds(1);
    private static final Duration ON_ERROR = Duration.ofHours(1);
    private static final Duration THROTTLE = Duration.ofSeconds(30);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final Instance one = rig.instance(settings());
    private final Instance other = rig.instance(settings());
    private final AtomicInteger calls = new AtomicInteger();
    private volatile RuntimeException broken;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_last_good_value_stands_in_for_a_load_that_fails() throws Exception {
        staleWithBrokenSource();

        assertThat(read(one)).isEqualTo("v1");

        assertThat(calls).hasValue(2);
        assertThat(rig.heard.count("staleServed")).isEqualTo(1);
        assertThat(rig.heard.count("loadFailure")).isEqualTo(1);
    }

    @Test
    void a_broken_source_is_left_alone_by_all_instances_until_its_time_is_over() throws Exception {
        staleWithBrokenSource();

        read(one);
        time.pass(THROTTLE.minusMillis(1));
        assertThat(read(one)).isEqualTo("v1");
        assertThat(read(other)).isEqualTo("v1");
        assertThat(calls).hasValue(2);

        time.pass(Duration.ofMillis(1));
        assertThat(read(other)).isEqualTo("v1");
        assertThat(calls).hasValue(3);
    }

    /** The figures: time-to-live 1 s, throttle 2 s, a source that is dead from then on. */
    @Test
    void within_the_throttle_there_is_one_load_and_after_it_the_second() throws Exception {
        Instance quick = rig.instance(settings(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        read(quick);
        broken = new IllegalStateException("dead");
        calls.set(0);

        for (int millis = 0; millis < 3_000; millis += 100) {
            assertThat(read(quick)).isEqualTo("v1");
            assertThat(calls.get()).isLessThanOrEqualTo(1);
            time.pass(Duration.ofMillis(100));
        }
        assertThat(calls).hasValue(1);
        time.pass(Duration.ofMillis(100));
        assertThat(read(quick)).isEqualTo("v1");
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_source_that_works_again_is_asked_when_that_time_is_over() throws Exception {
        staleWithBrokenSource();
        read(one);
        broken = null;
        time.pass(THROTTLE);

        assertThat(read(one)).isEqualTo("v3");
        assertThat(read(other)).isEqualTo("v3");
    }

    @Test
    void past_the_limit_the_caller_gets_the_business_exception_itself() throws Exception {
        staleWithBrokenSource();
        time.pass(ON_ERROR);

        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void more_time_for_the_source_never_moves_the_limit() throws Exception {
        staleWithBrokenSource();
        for (int i = 0; i < 119; i++) {
            assertThat(read(one)).isEqualTo("v1");
            time.pass(THROTTLE);
        }
        time.pass(THROTTLE);

        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void what_means_that_the_thing_is_gone_reaches_the_caller_and_removes_the_entry() throws Exception {
        staleWithBrokenSource();
        broken = new NoSuchElementException("gone");

        assertThatThrownBy(() -> read(one)).isSameAs(broken);

        assertThat(rig.store.stored(KEY)).isNull();
        broken = new IllegalStateException("down");
        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @ParameterizedTest
    @MethodSource("unkept")
    void what_has_been_superseded_by_a_value_that_is_not_kept_never_stands_in_again(Reloadable unkept)
            throws Exception {
        read(one);
        time.pass(OVER);
        one.get(unkept);
        broken = new IllegalStateException("down");

        assertThat(rig.store.stored(KEY)).isNull();
        assertThatThrownBy(() -> read(one)).isSameAs(broken);
        assertThatThrownBy(() -> read(other)).isSameAs(broken);
    }

    /** Nothing there, {@code unless}, no time to live, a value that no codec can keep. */
    static List<Reloadable> unkept() {
        return List.of(
                () -> null,
                () -> Loaded.unkept("v2"),
                () -> Loaded.of("v2").living(Duration.ZERO),
                FakeCodec.Unstorable::new);
    }

    @Test
    void what_was_put_during_a_load_that_gave_nothing_stays() throws Exception {
        read(one);
        time.pass(OVER);
        HeldLoader loader = new HeldLoader(() -> null);
        CompletableFuture<Object> reader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        other.loads().put(KEY, null, "put").await();

        loader.letGo();

        assertThat(Rig.get(reader)).isNull();
        assertThat(read(other)).isEqualTo("put");
    }

    /** Get, method and put see it as a miss; what is kept for others stays theirs. */
    @Test
    void a_method_with_several_caches_that_fails_takes_it_from_nobody() throws Exception {
        staleWithBrokenSource();
        FencedRead read = other.loads().readFenced(KEY, null).await();
        assertThat(read.hit()).isNull();

        assertThat(other.loads().abandon(KEY, read.token()).await()).isTrue();

        assertThat(read(one)).isEqualTo("v1");
    }

    @Test
    void a_method_with_several_caches_replaces_it_or_takes_it_away() throws Exception {
        read(one);
        time.pass(OVER);
        FencedRead read = other.loads().readFenced(KEY, null).await();
        assertThat(other.loads().storeFenced(KEY, null, read.token(), "v2", 0).await())
                .isTrue();
        assertThat(read(one)).isEqualTo("v2");

        time.pass(OVER);
        read = other.loads().readFenced(KEY, null).await();
        other.loads().storeFenced(KEY, null, read.token(), null, 0).await();

        assertThat(rig.store.stored(KEY)).isNull();
    }

    @Test
    void an_evict_removes_the_right_to_serve_it() throws Exception {
        staleWithBrokenSource();
        other.evict();

        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void a_clear_removes_the_right_to_serve_it() throws Exception {
        staleWithBrokenSource();
        other.loads().clear().await();

        assertThatThrownBy(() -> read(one)).isSameAs(broken);
        assertThatThrownBy(() -> read(other)).isSameAs(broken);
    }

    @Test
    void FM2_an_evict_during_the_load_that_fails_wins() throws Exception {
        staleWithBrokenSource();
        HeldLoader loader = new HeldLoader(() -> {
            calls.incrementAndGet();
            return null;
        });
        CompletableFuture<Object> reader = rig.call(() -> one.get((Reloadable) () -> {
            loader.call();
            throw broken;
        }));
        loader.awaitRead();
        other.evict();

        loader.letGo();
        reader.exceptionally(failure -> null).join();

        assertThat(rig.store.stored(KEY)).as("nothing was written back").isNull();
        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void FH1_who_joins_after_more_time_was_asked_for_does_not_take_the_old_value() throws Exception {
        staleWithBrokenSource();
        Held more = Held.reply();
        rig.store.next(Op.REARM, more);
        CompletableFuture<Object> leader = rig.call(() -> read(one));
        more.awaitArrival();
        other.evict();

        CompletableFuture<Object> follower = rig.call(() -> one.get((Callable<?>) () -> "v9"));
        await().until(() -> one.flights().waiting(KEY) == 1);
        more.letGo();

        assertThat(Rig.get(leader)).isEqualTo("v1");
        assertThat(Rig.get(follower)).isEqualTo("v9");
    }

    @Test
    void F2_who_joins_before_that_takes_it() throws Exception {
        staleWithBrokenSource();
        HeldLoader loader = new HeldLoader(() -> null);
        CompletableFuture<Object> leader = rig.call(() -> one.get((Reloadable) () -> {
            loader.call();
            throw broken;
        }));
        loader.awaitRead();
        CompletableFuture<Object> follower = rig.call(() -> read(one));
        await().until(() -> one.flights().waiting(KEY) == 1);

        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo("v1");
        assertThat(Rig.get(follower)).isEqualTo("v1");
        assertThat(calls).as("the first load alone went through here").hasValue(1);
    }

    @Test
    void another_instance_waits_for_the_load_and_takes_what_came_of_it() throws Exception {
        read(one);
        time.pass(OVER);
        HeldLoader loader = new HeldLoader(() -> "new");
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();

        CompletableFuture<Object> waiting = rig.call(() -> read(other));
        await().until(() -> rig.store.sent(Op.REFRESH) > 1);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo("new");
        assertThat(Rig.get(waiting)).isEqualTo("new");
        assertThat(calls).hasValue(1);
    }

    @Test
    void where_redis_fails_as_well_the_caller_falls_back_to_what_he_has_read() throws Exception {
        staleWithBrokenSource();
        rig.store.always(Op.REFRESH, StagedStore.failing(Reason.TIMEOUT));

        assertThat(read(one)).isEqualTo("v1");
    }

    @Test
    void a_call_that_may_not_load_gets_it_as_well() throws Exception {
        Instance limited = rig.instance(Rig.limited(settings(), 1, Duration.ZERO));
        read(limited);
        time.pass(OVER);
        HeldLoader loader = new HeldLoader(() -> "other");
        CompletableFuture<Object> busy = rig.call(() -> limited.loads().get(Rig.key("other"), null, loader));
        loader.awaitRead();

        assertThat(read(limited)).isEqualTo("v1");

        loader.letGo();
        Rig.get(busy);
    }

    @Test
    void an_asynchronous_caller_gets_it_as_well() throws Exception {
        staleWithBrokenSource();

        CompletableFuture<Object> read = one.loads().getAsync(KEY, null, () -> CompletableFuture.failedFuture(broken));

        assertThat(Rig.get(read)).isEqualTo("v1");
    }

    @Test
    void without_it_the_exception_is_the_answer() throws Exception {
        Instance plain = rig.instance(Rig.fresh(TTL, FreshnessSettings.OFF));
        read(plain);
        time.pass(OVER);
        broken = new IllegalStateException("down");

        assertThatThrownBy(() -> read(plain)).isSameAs(broken);
        assertThatThrownBy(() -> plain.loads()
                        .getAsync(KEY, null, () -> CompletableFuture.failedFuture(broken))
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCause(broken);
    }

    private void staleWithBrokenSource() throws Exception {
        read(one);
        broken = new IllegalStateException("down");
        time.pass(OVER);
    }

    private Object read(Instance instance) throws Exception {
        return instance.get((Reloadable) () -> {
            int call = calls.incrementAndGet();
            if (broken != null) {
                throw broken;
            }
            return "v" + call;
        });
    }

    private static CacheSettings settings() {
        return settings(TTL, THROTTLE);
    }

    private static CacheSettings settings(Duration ttl, Duration throttle) {
        return Rig.fresh(
                ttl,
                FreshnessSettings.OFF.with(
                        new StaleSettings(ON_ERROR, throttle, List.of(NoSuchElementException.class))));
    }
}
