package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.LoadCoordinator.Present;
import io.github.cachestarter.local.LocalTier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache in one process alone keeps the rules that otherwise Redis keeps. */
class LocalStorageTests {

    private final Rig rig = new Rig();
    private final LoadCoordinator loads = new LoadCoordinators(rig.alone())
            .createLocal(
                    Rig.settings(Rig.LONG),
                    rig.memory(LocalSettings.DEFAULTS),
                    CacheListener.NO_OP,
                    (operation, failure, key) -> {});

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void what_was_loaded_is_found() throws Exception {
        AtomicInteger runs = new AtomicInteger();

        assertThat(loads.get(KEY, null, () -> "v" + runs.incrementAndGet())).isEqualTo("v1");
        assertThat(loads.get(KEY, null, () -> "v" + runs.incrementAndGet())).isEqualTo("v1");
        assertThat(loads.near("k", null)).isNotNull();
        assertThat(loads.peek(KEY, null).await()).isNotNull();
    }

    @Test
    void an_evict_during_a_load_keeps_its_value_out() throws Exception {
        HeldLoader held = new HeldLoader(() -> "old");
        CompletableFuture<Object> reader = rig.call(() -> loads.get(KEY, null, held));
        held.awaitRead();

        assertThat(loads.evict(KEY).await()).isFalse();
        held.letGo();

        assertThat(Rig.get(reader)).isEqualTo("old");
        assertThat(loads.peek(KEY, null).await()).isNull();
        assertThat(loads.get(KEY, null, () -> "new")).isEqualTo("new");
    }

    @Test
    void a_clear_during_a_load_keeps_its_value_out() throws Exception {
        HeldLoader held = new HeldLoader(() -> "old");
        CompletableFuture<Object> reader = rig.call(() -> loads.get(KEY, null, held));
        held.awaitRead();

        assertThat(loads.clear().await()).isFalse();
        held.letGo();

        assertThat(Rig.get(reader)).isEqualTo("old");
        assertThat(loads.peek(KEY, null).await()).isNull();
    }

    @Test
    void removals_tell_the_truth() {
        assertThat(loads.evict(KEY).await()).isFalse();
        assertThat(loads.clear().await()).isFalse();

        loads.put(KEY, null, "v").await();
        assertThat(loads.evict(KEY).await()).isTrue();
        assertThat(loads.evict(KEY).await()).isFalse();

        loads.put(KEY, null, "v").await();
        assertThat(loads.clear().await()).isTrue();
        assertThat(loads.clear().await()).isFalse();
    }

    @Test
    void many_callers_load_once() {
        HeldLoader held = new HeldLoader(() -> "v");
        List<CompletableFuture<Object>> callers = new ArrayList<>();
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            callers.add(rig.call(() -> loads.get(KEY, null, () -> {
                runs.incrementAndGet();
                return held.call();
            })));
        }
        held.awaitRead();
        held.letGo();

        assertThat(callers).allSatisfy(caller -> assertThat(Rig.get(caller)).isEqualTo("v"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_put_without_its_claim_removes_what_is_there() {
        Token first = loads.claim(KEY).await();
        loads.evict(KEY).await();

        assertThat(loads.putClaimed(KEY, null, first, "v1").await()).isFalse();
        assertThat(loads.peek(KEY, null).await()).isNull();
    }

    @Test
    void of_two_puts_that_overlap_the_one_that_claimed_first_does_not_win() {
        Token first = loads.claim(KEY).await();
        Token second = loads.claim(KEY).await();
        loads.putClaimed(KEY, null, second, "v2").await();

        assertThat(loads.putClaimed(KEY, null, first, "v1").await()).isFalse();
        assertThat(loads.peek(KEY, null).await()).isNull();
    }

    @Test
    void a_put_under_its_claim_is_found_and_kills_a_load_that_began_before() throws Exception {
        HeldLoader held = new HeldLoader(() -> "old");
        CompletableFuture<Object> reader = rig.call(() -> loads.get(KEY, null, held));
        held.awaitRead();
        Token claim = loads.claim(KEY).await();
        assertThat(loads.putClaimed(KEY, null, claim, "new").await()).isTrue();
        held.letGo();

        assertThat(Rig.get(reader)).isEqualTo("old");
        assertThat(loads.get(KEY, null, () -> "loaded")).isEqualTo("new");
    }

    @Test
    void of_two_fenced_reads_that_miss_one_may_store() {
        FencedRead first = loads.readFenced(KEY, null).await();
        FencedRead second = loads.readFenced(KEY, null).await();

        assertThat(first.token()).isNotNull();
        assertThat(second.token()).isNull();
        assertThat(loads.storeFenced(KEY, null, first.token(), "v", System.nanoTime())
                        .await())
                .isTrue();
        assertThat(loads.readFenced(KEY, null).await().hit()).isNotNull();
    }

    @Test
    void a_fenced_value_that_an_evict_overtook_is_dropped() {
        FencedRead read = loads.readFenced(KEY, null).await();
        loads.evict(KEY).await();

        assertThat(loads.storeFenced(KEY, null, read.token(), "old", System.nanoTime())
                        .await())
                .isFalse();
        assertThat(loads.peek(KEY, null).await()).isNull();
    }

    /** A load's store does not move the epoch: the value of the first would lie over that of the second, who has won. */
    @Test
    void nobody_takes_over_while_a_value_is_being_stored_however_long_that_takes() {
        PassingTime time = new PassingTime(rig);
        HeldLoader put = new HeldLoader(() -> null);
        LoadCoordinator slow = new LoadCoordinators(rig.alone())
                .createLocal(
                        Rig.settings(Rig.LONG),
                        holding(rig.memory(LocalSettings.DEFAULTS), put),
                        CacheListener.NO_OP,
                        (operation, failure, key) -> {});
        CompletableFuture<Present> first = rig.call(() -> slow.putIfAbsent(KEY, "first"));
        put.awaitRead();
        time.pass(Duration.ofSeconds(30));

        FencedRead second = slow.readFenced(KEY, null).await();
        assertThat(second.token()).isNull();
        assertThat(second.busy()).isTrue();
        put.letGo();

        assertThat(Rig.get(first)).isNull();
        assertThat(slow.putIfAbsent(KEY, "second")).isEqualTo(new Present("first"));
    }

    @Test
    void a_change_takes_over_also_while_a_value_is_being_stored() {
        HeldLoader put = new HeldLoader(() -> null);
        LoadCoordinator slow = new LoadCoordinators(rig.alone())
                .createLocal(
                        Rig.settings(Rig.LONG),
                        holding(rig.memory(LocalSettings.DEFAULTS), put),
                        CacheListener.NO_OP,
                        (operation, failure, key) -> {});
        FencedRead read = slow.readFenced(KEY, null).await();
        CompletableFuture<Boolean> stored = rig.call(
                () -> slow.storeFenced(KEY, null, read.token(), "old", 0).await());
        put.awaitRead();

        slow.evict(KEY).await();
        put.letGo();

        assertThat(Rig.get(stored)).isFalse();
        assertThat(slow.peek(KEY, null).await()).isNull();
    }

    /** A memory whose puts stand still until a test lets them go. */
    private static LocalTier holding(LocalTier memory, HeldLoader hold) {
        return (LocalTier) Proxy.newProxyInstance(
                LocalTier.class.getClassLoader(), new Class<?>[] {LocalTier.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        hold.call();
                    }
                    return method.invoke(memory, arguments);
                });
    }

    @Test
    void a_token_that_is_given_back_frees_the_key() {
        FencedRead first = loads.readFenced(KEY, null).await();
        loads.abandon(KEY, first.token()).await();

        assertThat(loads.readFenced(KEY, null).await().token()).isNotNull();
    }
}
