package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers of one cold key, one load. */
class SingleFlightTests {

    private static final int CALLERS = 100;
    private static final int LOAD_MILLIS = 200;

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final AtomicInteger loads = new AtomicInteger();
    private final Executor later = CompletableFuture.delayedExecutor(LOAD_MILLIS, TimeUnit.MILLISECONDS);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_hundred_blocking_callers_run_one_load() {
        assertThat(hundred(number -> true)).containsOnly("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_hundred_asynchronous_callers_run_one_load() {
        assertThat(hundred(number -> false)).containsOnly("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void blocking_and_asynchronous_callers_share_one_load() {
        assertThat(hundred(number -> number % 2 == 0)).containsOnly("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void two_instances_run_one_load() {
        Instance two = rig.instance();
        List<CompletableFuture<Object>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Instance instance = i % 2 == 0 ? one : two;
            calls.add(rig.call(() -> instance.get(this::slow)));
        }
        assertThat(calls).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo("v1"));
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_hit_is_one_get_and_nothing_else() throws Exception {
        one.get(() -> "v");
        int before = rig.store.sent();

        assertThat(one.get(() -> "not this")).isEqualTo("v");

        assertThat(rig.store.sent() - before).isEqualTo(1);
        assertThat(rig.store.sent(Op.GET)).isEqualTo(2);
        assertThat(rig.heard.count("hit")).isEqualTo(1);
    }

    @Test
    void a_miss_is_a_get_an_acquire_and_a_store() throws Exception {
        one.get(() -> "v");

        assertThat(rig.store.sent(Op.GET)).isEqualTo(1);
        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(1);
        assertThat(rig.store.sent(Op.STORE)).isEqualTo(1);
        assertThat(rig.store.sent()).isEqualTo(3);
        assertThat(rig.heard.count("miss ABSENT")).isEqualTo(1);
        assertThat(rig.heard.count("load")).isEqualTo(1);
        assertThat(rig.heard.count("put")).isEqualTo(1);
    }

    @Test
    void the_loader_of_a_blocking_caller_runs_on_its_thread() throws Exception {
        Thread me = Thread.currentThread();
        assertThat(one.get(Thread::currentThread)).isSameAs(me);
    }

    @Test
    void the_loader_of_an_asynchronous_caller_runs_on_the_executor_and_so_does_what_follows() {
        Held get = Held.reply();
        rig.store.next(Op.GET, get);
        CompletableFuture<String> result = one.loads()
                .getAsync(Rig.KEY, null, () -> CompletableFuture.completedFuture(name()))
                .thenApply(loader -> loader + " " + name());
        get.letGo();
        assertThat(Rig.get(result)).matches("cache-starter-\\d+ cache-starter-\\d+");
    }

    /** Takes a while because the source is slow, which is what the sleep stands for. */
    private Object slow() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS);
        return "v" + loads.incrementAndGet();
    }

    private CompletionStage<Object> slowAsync() {
        return CompletableFuture.supplyAsync(() -> "v" + loads.incrementAndGet(), later);
    }

    private static String name() {
        return Thread.currentThread().getName();
    }

    private List<Object> hundred(IntPredicate blocking) {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<CompletableFuture<Object>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            boolean blocks = blocking.test(i);
            calls.add(rig.call(() -> {
                start.await(60, TimeUnit.SECONDS);
                return blocks ? one.get(this::slow) : Rig.get(one.loads().getAsync(Rig.KEY, null, this::slowAsync));
            }));
        }
        return calls.stream().map(Rig::get).toList();
    }
}
