package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a loader says about its value. */
class LoadedTests {

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_value_that_is_kept_is_stored_and_returned_bare() throws Exception {
        assertThat(one.get(() -> new Loaded("v", true, List.of("tag")))).isEqualTo("v");
        assertThat(one.get(() -> "not this")).isEqualTo("v");
    }

    @Test
    void a_value_that_is_not_kept_goes_to_its_caller_alone_and_its_lease_is_given_back() throws Exception {
        assertThat(one.get(() -> Loaded.unkept("v"))).isEqualTo("v");

        assertThat(rig.store.sent(Op.STORE)).isZero();
        assertThat(rig.store.sent(Op.RELEASE)).isEqualTo(1);
        assertThat(rig.store.stored(Rig.KEY)).isNull();
        assertThat(one.get(() -> "next")).isEqualTo("next");
    }

    @Test
    void a_value_that_is_not_kept_goes_to_everybody_who_joined() {
        HeldLoader loader = new HeldLoader(() -> Loaded.unkept("v"));
        CompletableFuture<Object> leader = caller(loader);
        loader.awaitRead();
        List<CompletableFuture<Object>> others = List.of(caller(loader), caller(loader), caller(loader));
        await().until(() -> one.flights().waiting(Rig.KEY) == 3);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo("v");
        assertThat(others).allSatisfy(other -> assertThat(Rig.get(other)).isEqualTo("v"));
        assertThat(loader.calls()).isEqualTo(1);
        assertThat(rig.store.stored(Rig.KEY)).isNull();
    }

    @Test
    void a_value_whose_lease_an_evict_took_is_not_for_those_who_joined_after_its_load_began_LH1() {
        HeldLoader loader = new HeldLoader(() -> Loaded.unkept("old"));
        HeldLoader next = new HeldLoader(() -> Loaded.unkept("new"));
        CompletableFuture<Object> leader = caller(loader);
        loader.awaitRead();
        rig.instance().evict();
        CompletableFuture<Object> follower = caller(next);
        await().until(() -> one.flights().waiting(Rig.KEY) == 1);
        loader.letGo();
        next.letGo();

        assertThat(Rig.get(leader)).isEqualTo("old");
        assertThat(Rig.get(follower)).isEqualTo("new");
    }

    private CompletableFuture<Object> caller(HeldLoader loader) {
        return rig.call(() -> one.get(loader));
    }

    @Test
    void an_asynchronous_loader_may_say_it_as_well() {
        CompletableFuture<Object> result =
                one.loads().getAsync(Rig.KEY, null, () -> CompletableFuture.completedFuture(Loaded.unkept("v")));

        assertThat(Rig.get(result)).isEqualTo("v");
        assertThat(rig.store.stored(Rig.KEY)).isNull();
    }

    @Test
    void loads_past_the_cache_give_the_bare_value() throws Exception {
        LoadCoordinator past = new PassThroughCoordinator(
                new Reports("things", rig.heard, (op, failure, key) -> {}, System::nanoTime),
                rig.executor,
                rig.executor,
                rig.waits);

        assertThat(past.get(Rig.KEY, null, () -> Loaded.unkept("v"))).isEqualTo("v");
    }
}
