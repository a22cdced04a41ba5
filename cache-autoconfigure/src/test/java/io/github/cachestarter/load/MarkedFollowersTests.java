package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static io.github.cachestarter.load.Rig.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What followers may take of a load when something was cleared or a tag evicted, see {@link MarkersTests}. */
class MarkedFollowersTests {

    private static final Callable<Object> NONE = () -> "a hit was expected";

    private final Rig rig = new Rig();
    private final Instance one = rig.instance();
    private final Instance other = rig.instance();
    private final AtomicInteger database = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_follower_takes_no_value_that_was_cleared_since_it_was_loaded_MH6() throws Exception {
        for (boolean tag : List.of(false, true)) {
            HeldLoader loader = new HeldLoader(() -> new Loaded(database.get(), true, List.of("red")));
            CompletableFuture<Object> leader = rig.call(() -> other.get(loader));
            loader.awaitRead();
            int current = database.incrementAndGet();
            // A clear detaches the flight as soon as it is heard of: this one is heard of later.
            other.gate().set(false);
            write(one, tag);
            CompletableFuture<Object> follower = rig.call(() -> other.loads().get(KEY, null, tagged(current, "red")));
            await().untilAsserted(() -> assertThat(other.flights().waiting(KEY) + rig.store.sent(Op.ACQUIRE))
                    .isPositive());
            other.gate().set(true);
            loader.letGo();
            Rig.get(leader);

            assertThat(Rig.get(follower)).isEqualTo(current);
            assertThat(one.get(NONE)).isEqualTo(current);
            one.evict();
        }
    }

    @Test
    void a_follower_that_waits_when_a_tag_is_evicted_tries_again_MH6() throws Exception {
        HeldLoader loader = new HeldLoader(() -> new Loaded(database.get(), true, List.of("red")));
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        database.incrementAndGet();
        one.loads().evictTag("red").await();
        CompletableFuture<Object> follower = rig.call(() -> one.get(tagged(1, "red")));
        await().untilAsserted(() -> assertThat(one.flights().waiting(KEY)).isEqualTo(1));
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(0);
        assertThat(Rig.get(follower))
                .as("it began after the eviction had returned")
                .isEqualTo(1);
    }

    @Test
    void a_follower_of_a_value_that_is_not_kept_tries_again_when_its_tag_was_evicted_MH6() throws Exception {
        for (boolean known : List.of(true, false)) {
            database.set(0);
            Supplier<Object> load = () ->
                    known ? new Loaded(database.get(), false, List.of("red")) : Loaded.withUnknownTags(database.get());
            HeldLoader loader = new HeldLoader(load);
            CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
            loader.awaitRead();
            database.incrementAndGet();
            one.loads().evictTag("red").await();
            CompletableFuture<Object> follower = rig.call(() -> one.get(load::get));
            awaitFollowers(one, 1);
            loader.letGo();

            assertThat(Rig.get(leader)).isEqualTo(0);
            assertThat(Rig.get(follower)).isEqualTo(1);
        }
    }

    @Test
    void a_value_with_unknown_tags_that_is_not_kept_is_shared_when_nothing_was_evicted() throws Exception {
        HeldLoader loader = new HeldLoader(() -> Loaded.withUnknownTags(database.incrementAndGet()));
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        CompletableFuture<Object> follower = rig.call(() -> one.get(loader));
        awaitFollowers(one, 1);
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo(1);
        assertThat(Rig.get(follower)).isEqualTo(1);
    }

    /** Its own read would have brought the marker along. */
    @Test
    void a_follower_whose_read_failed_takes_nothing_that_lay_in_redis_meanwhile_MH6() throws Exception {
        for (boolean tag : List.of(false, true)) {
            HeldLoader loader = new HeldLoader(() -> new Loaded(database.get(), true, List.of("red")));
            CompletableFuture<Object> leader = rig.call(() -> other.get(loader));
            loader.awaitRead();
            int current = database.incrementAndGet();
            other.gate().set(false);
            write(one, tag);
            rig.store.next(Op.GET, StagedStore.failing(Reason.TIMEOUT));
            rig.store.next(Op.MARKERS, StagedStore.failing(Reason.TIMEOUT));
            CompletableFuture<Object> follower = rig.call(() -> other.get(tagged(current, "red")));
            awaitFollowers(other, 1);
            loader.letGo();
            Rig.get(leader);

            assertThat(Rig.get(follower)).isEqualTo(current);
            other.gate().set(true);
            one.evict();
        }
    }

    @Test
    void what_was_loaded_after_they_had_joined_is_for_all_even_while_a_clear_is_owed() {
        Held acquire = Held.command();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> leader = rig.call(() -> one.get(database::incrementAndGet));
        acquire.awaitArrival();
        List<CompletableFuture<Object>> followers = Stream.generate(
                        () -> rig.call(() -> one.get(database::incrementAndGet)))
                .limit(5)
                .toList();
        awaitFollowers(one, 5);
        rig.store.always(StagedStore.failing(Reason.TIMEOUT));
        one.loads().clear().await();
        acquire.letGo();

        assertThat(Rig.get(leader)).isEqualTo(1);
        assertThat(followers)
                .allSatisfy(follower -> assertThat(Rig.get(follower)).isEqualTo(1));
    }

    private static void awaitFollowers(Instance instance, int number) {
        await().untilAsserted(() -> assertThat(instance.flights().waiting(KEY)).isEqualTo(number));
    }

    private static void write(Instance instance, boolean tag) {
        (tag ? instance.loads().evictTag("red") : instance.loads().clear()).await();
    }
}
