package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Cached methods that call each other. Waits here last half a minute where nothing is said, longer than the deadline of the
 * tests: who waits for himself fails them.
 */
class DeadlockTests {

    private static final EntryKey A = key("a");
    private static final EntryKey B = key("b");

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance two = rig.instance();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_loader_that_asks_for_its_own_key_runs_again_without_a_flight() {
        assertThat(Rig.get(rig.call(() -> get(one, A, () -> "outer " + get(one, A, () -> "inner")))))
                .isEqualTo("outer inner");

        assertThat(rig.store.sent(Op.STORE)).as("the outer one is stored").isEqualTo(1);
        assertThat(Rig.get(rig.call(() -> get(one, A, () -> "a hit was expected"))))
                .isEqualTo("outer inner");
    }

    @Test
    void the_same_through_another_key_and_another_cache() {
        assertThat(Rig.get(rig.call(() -> get(one, A, () -> "1" + get(two, B, () -> "2" + get(one, A, () -> "3"))))))
                .isEqualTo("123");
    }

    @Test
    void two_threads_that_ask_for_each_others_key_both_come_back() {
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<Object> first = rig.call(() -> get(one, A, () -> {
            both.await(60, TimeUnit.SECONDS);
            return "a" + get(two, B, () -> "b");
        }));
        CompletableFuture<Object> second = rig.call(() -> get(two, B, () -> {
            both.await(60, TimeUnit.SECONDS);
            return "b" + get(one, A, () -> "a");
        }));

        // One of them at least saw the circle and loaded by itself; the other may have waited for that.
        assertThat(Rig.get(first)).asString().startsWith("ab");
        assertThat(Rig.get(second)).asString().startsWith("ba");
    }

    @Test
    void many_threads_in_random_circles_over_two_caches_all_come_back() {
        for (int round = 0; round < 50; round++) {
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int at = i;
                calls.add(rig.call(() -> circle(at, () -> circle(at + 1, () -> circle(at + 2, () -> "v")))));
            }
            assertThat(calls).allSatisfy(call -> assertThat(Rig.get(call)).isEqualTo("v"));
            for (int i = 0; i < 4; i++) {
                rig.store.lose(key("circle" + i));
            }
        }
    }

    /** One of four keys, two in each cache. */
    private Object circle(int at, Callable<?> loader) throws Exception {
        return get(at % 2 == 0 ? one : two, key("circle" + at % 4), loader);
    }

    @Test
    void an_asynchronous_loader_that_asks_for_its_own_key_does_not_wait_for_itself() {
        CompletableFuture<Object> call = one.loads()
                .getAsync(
                        A,
                        null,
                        () -> one.loads()
                                .getAsync(A, null, () -> CompletableFuture.completedFuture("inner"))
                                .thenApply(inner -> "outer " + inner));

        assertThat(Rig.get(call)).isEqualTo("outer inner");
    }

    @Test
    void a_blocking_call_within_an_asynchronous_loader_does_not_wait_for_itself() {
        CompletableFuture<Object> call = one.loads()
                .getAsync(
                        A,
                        null,
                        () -> CompletableFuture.completedFuture(
                                "outer " + unchecked(() -> get(one, A, () -> "inner"))));

        assertThat(Rig.get(call)).isEqualTo("outer inner");
    }

    @Test
    void asynchronous_loaders_that_ask_for_each_others_key_wait_no_longer_than_wait_max() {
        Instance brief = rig.instance(Rig.settings(Duration.ofMillis(200)));
        CountDownLatch begun = new CountDownLatch(2);
        CompletableFuture<Object> first = new CompletableFuture<>();
        CompletableFuture<Object> second = new CompletableFuture<>();
        CompletableFuture<Object> a = brief.loads().getAsync(A, null, () -> begun(begun, first));
        CompletableFuture<Object> b = brief.loads().getAsync(B, null, () -> begun(begun, second));
        await().until(() -> begun.getCount() == 0); // else what follows may lead where it is to wait
        CompletableFuture<Boolean> fromA = brief.loads()
                .getAsync(B, null, () -> CompletableFuture.completedFuture("b"))
                .thenApply(value -> first.complete("a" + value));
        CompletableFuture<Boolean> fromB = brief.loads()
                .getAsync(A, null, () -> CompletableFuture.completedFuture("a"))
                .thenApply(value -> second.complete("b" + value));

        assertThat(Rig.get(fromA)).isTrue();
        assertThat(Rig.get(fromB)).isTrue();
        assertThat(Rig.get(a)).asString().startsWith("ab");
        assertThat(Rig.get(b)).asString().startsWith("ba");
    }

    @Test
    void a_method_that_puts_its_result_may_read_its_own_key() {
        Object old = Rig.get(rig.call(() -> {
            Token claim = one.loads().claim(A).await();
            Object found = get(one, A, () -> "read inside");
            one.loads().putClaimed(A, null, claim, "put").await();
            return found;
        }));

        assertThat(old).isEqualTo("read inside");
        assertThat(Rig.get(rig.call(() -> get(one, A, () -> "a hit was expected"))))
                .isEqualTo("put");
    }

    @Test
    void a_method_that_puts_its_result_may_clear_the_cache_and_then_read_its_own_key() {
        Object found = Rig.get(rig.call(() -> {
            Token claim = one.loads().claim(A).await();
            one.loads().clear().await();
            Object inside = get(one, A, () -> "read inside");
            one.loads().putClaimed(A, null, claim, "put").await();
            return inside;
        }));

        assertThat(found).isEqualTo("read inside");
    }

    @Test
    void so_may_one_whose_claim_overtook_the_reply_to_an_evict() {
        Held reply = Held.reply();
        rig.store.next(Op.EVICT, reply);
        CompletableFuture<Boolean> evict = rig.call(() -> one.loads().evict(A).await());
        reply.awaitArrival();

        Object found = Rig.get(rig.call(() -> {
            Token claim = one.loads().claim(A).await();
            reply.letGo();
            Rig.get(evict);
            Object inside = get(one, A, () -> "read inside");
            one.loads().putClaimed(A, null, claim, "put").await();
            return inside;
        }));

        assertThat(found).isEqualTo("read inside");
    }

    @Test
    void a_method_between_a_fenced_read_and_its_put_may_read_its_own_key() {
        Object result = Rig.get(rig.call(() -> {
            Token token = one.loads().readFenced(A, null).await().token();
            Object inner = get(one, A, () -> "inner");
            assertThat(one.loads()
                            .storeFenced(A, null, token, "outer " + inner, System.nanoTime())
                            .await())
                    .isTrue();
            return get(one, A, () -> "a hit was expected");
        }));

        assertThat(result).isEqualTo("outer inner");
    }

    private static CompletableFuture<Object> begun(CountDownLatch latch, CompletableFuture<Object> value) {
        latch.countDown();
        return value;
    }

    private static Object get(Instance instance, EntryKey key, Callable<?> loader) throws Exception {
        return instance.loads().get(key, null, loader);
    }

    private static Object unchecked(Callable<?> call) {
        try {
            return call.call();
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }
}
