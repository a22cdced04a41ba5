package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheLoadTimeoutException;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.Rig.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that do not wait for their loads to the end. Limits are reached when a test says so. */
class TimeLimitsTests {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration SOFT = Duration.ofSeconds(1);
    private static final Duration HARD = Duration.ofSeconds(3);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final ManualLoadTimer limits = new ManualLoadTimer();
    private final HeldLoader loader = new HeldLoader(() -> "new");
    private Instance one;

    @BeforeEach
    void start() {
        rig.limitTimer = limits;
        one = instance(Optional.of(SOFT), Optional.of(HARD));
    }

    @AfterEach
    void close() {
        loader.letGo();
        rig.close();
    }

    /** The figures: two waves of ten, all of them stale, one load. */
    @Test
    void after_the_soft_limit_all_take_the_stale_value_and_one_load_goes_on() throws Exception {
        stale();

        List<CompletableFuture<Object>> first = wave();
        limits.pass(SOFT);
        assertThat(first).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo("old"));
        List<CompletableFuture<Object>> second = wave();
        limits.pass(SOFT);
        assertThat(second).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo("old"));
        assertThat(loader.calls()).isEqualTo(1);
        await().until(() -> rig.heard.count("staleServed") == 20 && rig.heard.count("loadTimedOut") == 20);

        loader.letGo();

        await().until(() -> "new".equals(one.loads().peek(KEY, null).await().value()));
        assertThat(loader.calls()).isEqualTo(1);
        await("limits that are still counting").until(() -> limits.size() == 0);
    }

    @Test
    void without_a_stale_value_a_call_waits_on_to_the_hard_limit() {
        CompletableFuture<Object> call = read();
        loader.awaitRead();

        limits.pass(SOFT);
        assertThat(call).isNotDone();
        limits.pass(HARD.minus(SOFT));

        assertThatThrownBy(call::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(CacheLoadTimeoutException.class)
                .hasMessageContaining("'k'")
                .hasMessageContaining("'things'")
                .hasMessageContaining("3000 ms")
                .hasMessageContaining("load.hard-timeout");
        await().until(() -> rig.heard.count("loadTimedOut") == 1);
    }

    @Test
    void after_the_hard_limit_the_load_goes_on_and_is_stored() {
        CompletableFuture<Object> call = read();
        loader.awaitRead();
        limits.pass(HARD);
        assertThat(call.handle((value, failure) -> failure).join()).isNotNull();

        loader.letGo();

        await().until(() -> rig.heard.count("put") == 1);
        assertThat(one.loads().peek(KEY, null).await().value()).isEqualTo("new");
        assertThat(loader.calls()).isEqualTo(1);
    }

    @Test
    void a_load_in_time_gives_its_value_or_its_very_failure() {
        loader.letGo();
        assertThat(Rig.get(read())).isEqualTo("new");
        one.evict();

        IllegalStateException broken = new IllegalStateException("down");
        assertThatThrownBy(() -> one.get((Reloadable) () -> {
                    throw broken;
                }))
                .isSameAs(broken);
        await().until(() -> limits.size() == 0);
    }

    @Test
    void asynchronous_callers_have_the_same_limits() throws Exception {
        stale();
        CompletableFuture<Object> load = new CompletableFuture<>();
        CompletableFuture<Object> call = one.loads().getAsync(KEY, null, () -> load);
        await().until(() -> rig.store.sent(StagedStore.Op.REFRESH) == 1);

        limits.pass(SOFT);
        assertThat(Rig.get(call)).isEqualTo("old");

        load.complete("new");
        await().until(() -> "new".equals(one.loads().peek(KEY, null).await().value()));
    }

    @Test
    void a_loader_that_is_bound_to_its_call_runs_on_its_callers_thread_without_limits() throws Exception {
        Thread caller = Thread.currentThread();

        assertThat(one.get(() -> Thread.currentThread() == caller)).isEqualTo(true);
        assertThat(limits.size()).isZero();
    }

    @Test
    void an_interrupted_caller_leaves_and_stays_interrupted() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = rig.call(() -> {
            thread.complete(Thread.currentThread());
            try {
                one.get((Reloadable) loader::call);
                return false;
            } catch (CancellationException ex) {
                return Thread.currentThread().isInterrupted();
            }
        });
        loader.awaitRead();
        Rig.get(thread).interrupt();

        assertThat(Rig.get(interrupted)).isTrue();
    }

    private void stale() throws Exception {
        one.get(() -> "old");
        time.pass(TTL.plusSeconds(1));
    }

    private List<CompletableFuture<Object>> wave() {
        int misses = rig.heard.count("miss");
        List<CompletableFuture<Object>> calls =
                IntStream.range(0, 10).mapToObj(i -> read()).toList();
        loader.awaitRead();
        await().until(() -> rig.heard.count("miss") == misses + 10);
        return calls;
    }

    private CompletableFuture<Object> read() {
        return rig.call(() -> one.get((Reloadable) loader::call));
    }

    private Instance instance(Optional<Duration> soft, Optional<Duration> hard) {
        FreshnessSettings rules =
                FreshnessSettings.OFF.with(new StaleSettings(Duration.ofHours(1), Duration.ofSeconds(30), List.of()));
        LoadSettings load = new LoadSettings(true, Duration.ofSeconds(10), Rig.LONG, soft, hard, rules);
        return rig.instance(Rig.with(TTL, load));
    }
}
