package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.LoadCoordinator.Present;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Door;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of several who put a value where nothing is, one does. */
class AbsentPutsTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance();

    @AfterEach
    void close() {
        rig.close();
    }

    /** A put of the second one that did not wait could come after the store of the first, and both had put. */
    @Test
    void who_comes_second_waits_and_finds_what_the_first_has_put() {
        Held store = Held.command();
        rig.store.next(Op.STORE, store);
        CompletableFuture<Present> first = rig.call(() -> one.loads().putIfAbsent(KEY, "first"));
        store.awaitArrival();
        CompletableFuture<Present> second = rig.call(() -> other.loads().putIfAbsent(KEY, "second"));
        CompletableFuture<Present> third = rig.call(() -> one.loads().putIfAbsent(KEY, "third"));
        await().until(() -> rig.store.sent(Op.ACQUIRE) > 4);

        store.letGo();

        assertThat(Rig.get(first)).isNull();
        assertThat(Rig.get(second)).isEqualTo(new Present("first"));
        assertThat(Rig.get(third)).isEqualTo(new Present("first"));
        assertThat(rig.store.sent(Op.PUT_DIRECT)).isZero();
    }

    @Test
    void a_put_that_was_overtaken_by_an_evict_looks_again() {
        Held store = Held.command();
        rig.store.next(Op.STORE, store);
        CompletableFuture<Present> first = rig.call(() -> one.loads().putIfAbsent(KEY, "first"));
        store.awaitArrival();
        other.evict();
        assertThat(other.loads().putIfAbsent(KEY, "second")).isNull();

        store.letGo();

        assertThat(Rig.get(first)).isEqualTo(new Present("second"));
    }

    /** However often: what somebody else has put by then is there, and the one who was told so has won. */
    @Test
    void a_put_that_was_overtaken_again_and_again_still_does_not_replace_what_is_there() {
        rig.store.next(Op.STORE, after(other::evict));
        rig.store.next(Op.STORE, after(other::evict));
        rig.store.next(Op.STORE, after(() -> {
            other.evict();
            assertThat(other.loads().putIfAbsent(KEY, "second")).isNull();
        }));

        assertThat(one.loads().putIfAbsent(KEY, "first")).isEqualTo(new Present("second"));

        assertThat(rig.store.sent(Op.PUT_DIRECT)).isZero();
    }

    @Test
    void nobody_is_overtaken_for_longer_than_wait_max() {
        Instance hasty = rig.instance(Rig.settings(Duration.ofMillis(50)));
        rig.store.always(Op.STORE, after(other::evict));

        assertThat(hasty.loads().putIfAbsent(KEY, "v")).isNull();

        assertThat(rig.store.sent(Op.PUT_DIRECT)).isEqualTo(1);
        assertThat(one.loads().putIfAbsent(KEY, "w")).isEqualTo(new Present("v"));
    }

    private static Door after(Runnable change) {
        return new Door() {
            @Override
            public <T> Pending<T> pass(Supplier<T> command) {
                change.run();
                return Pending.of(command.get());
            }
        };
    }

    @Test
    void what_is_never_kept_is_put_by_nobody() {
        assertThat(one.loads().putIfAbsent(KEY, null)).isNull();

        assertThat(rig.store.stored(KEY)).isNull();
    }

    @Test
    void nobody_waits_for_longer_than_wait_max() {
        Instance hasty = rig.instance(Rig.settings(Duration.ofMillis(50)));
        one.loads().readFenced(KEY, null).await();

        assertThat(hasty.loads().putIfAbsent(KEY, "v")).isNull();

        assertThat(hasty.loads().putIfAbsent(KEY, "w")).isEqualTo(new Present("v"));
    }

    @Test
    void where_redis_is_away_nobody_waits() {
        rig.store.always(Op.GET, StagedStore.failing(Reason.TIMEOUT));

        assertThat(one.loads().putIfAbsent(KEY, "v")).isNull();

        assertThat(rig.store.sent(Op.GET)).isEqualTo(1);
        assertThat(rig.store.sent(Op.PUT_DIRECT)).isEqualTo(1);
    }

    @Test
    void without_redis_it_is_the_same() {
        LoadCoordinator local = new LoadCoordinators(rig.alone())
                .createLocal(
                        Rig.settings(Rig.LONG),
                        rig.memory(LocalSettings.DEFAULTS),
                        CacheListener.NO_OP,
                        (operation, failure, key) -> {});
        FencedRead read = local.readFenced(KEY, null).await();
        CompletableFuture<Present> put = rig.call(() -> local.putIfAbsent(KEY, "put"));
        await().during(Duration.ofMillis(50)).until(() -> !put.isDone());

        local.storeFenced(KEY, null, read.token(), "loaded", 0).await();

        assertThat(Rig.get(put)).isEqualTo(new Present("loaded"));
    }
}
