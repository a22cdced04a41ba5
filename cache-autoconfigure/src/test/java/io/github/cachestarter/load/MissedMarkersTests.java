package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.remote.Sweeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The messages of an instance break and come through again while it waits for Redis, and a clear is not heard meanwhile. What
 * it gets then may be older than that clear: its own call began before it, but nobody else's may find it in memory.
 */
class MissedMarkersTests {

    private static final Duration TTL = Duration.ofSeconds(100);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final AtomicInteger database = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_another_instance_stored_is_not_kept_by_who_waited_for_it(boolean tag) throws Exception {
        Instance holder = rig.instance(settings(FreshnessSettings.OFF));
        HearingWaiting waiting = new HearingWaiting();
        LocalTier memory = rig.memory(LocalSettings.DEFAULTS);
        rig.memory = memory;
        Instance missing = rig.instance(settings(FreshnessSettings.OFF), waiting);
        HeldLoader loader = new HeldLoader(() -> new Loaded(database.get(), true, List.of("red")));
        CompletableFuture<Object> leader = rig.call(() -> holder.get(loader));
        loader.awaitRead();
        CompletableFuture<Object> waited = rig.call(() -> missing.get(database::get));
        await().until(() -> rig.heard.count("leaseAwaited") == 1);
        clearUnheardBy(missing, holder, tag);
        loader.letGo();
        Rig.get(leader);

        memory.cleared();
        waiting.ready();

        assertThat(Rig.get(waited)).as("it began before the clear").isEqualTo(0);
        assertThat(missing.loads().near("k", null)).isNull();
        assertThat(missing.get(database::get)).isEqualTo(1);
        assertThat(missing.loads().near("k", null)).as("as ever").isNotNull();
    }

    @Test
    void what_another_instance_stored_is_not_kept_by_who_wanted_to_refresh() throws Exception {
        CacheSettings early = settings(FreshnessSettings.OFF.with(RefreshSettings.OFF.with(Mode.THRESHOLD)));
        Instance first = rig.instance(early);
        rig.memory = rig.memory(LocalSettings.DEFAULTS);
        Instance missing = rig.instance(early);
        first.get((Reloadable) database::get);
        time.pass(Duration.ofSeconds(81));
        Queue<Runnable> held = new ArrayDeque<>();
        rig.refreshes = held::add;
        missing.get((Reloadable) database::get);
        rig.refreshes = Runnable::run;
        first.get((Reloadable) () -> {
            int read = database.get();
            clearUnheardBy(missing, first, false);
            return read;
        });
        rig.memory.cleared();

        held.remove().run();

        assertThat(rig.store.sent(Op.REFRESH)).as("of both").isEqualTo(2);
        assertThat(missing.loads().near("k", null)).isNull();
        assertThat(missing.get(database::get)).isEqualTo(1);
    }

    @Test
    void what_stands_in_for_a_failed_load_is_not_kept() throws Exception {
        CacheSettings lenient = settings(
                FreshnessSettings.OFF.with(new StaleSettings(Duration.ofHours(1), Duration.ofSeconds(30), List.of())));
        Instance first = rig.instance(lenient);
        rig.memory = rig.memory(LocalSettings.DEFAULTS);
        Instance missing = rig.instance(lenient);
        first.get((Reloadable) database::get);
        time.pass(TTL.plusSeconds(1));
        Held claim = Held.command();
        rig.store.next(Op.REFRESH, claim);
        CompletableFuture<Object> call = rig.call(() -> missing.get((Reloadable) () -> {
            throw new IllegalStateException("down");
        }));
        claim.awaitArrival();
        clearUnheardBy(missing, first, false);
        rig.memory.cleared();

        claim.letGo();

        assertThat(Rig.get(call)).as("it began before the clear").isEqualTo(0);
        assertThat(rig.store.sent(Op.REARM)).isEqualTo(1);
        assertThat(missing.loads().near("k", null)).isNull();
        assertThat(missing.get((Reloadable) database::get)).isEqualTo(1);
    }

    /** When messages come through again while somebody asks whether they do, he is told of the loss as well. */
    @Test
    void a_loss_just_before_messages_come_through_again_is_not_overlooked() {
        CacheMarkers known = new CacheMarkers();
        AtomicBoolean breaks = new AtomicBoolean();
        Marking markers = new Marking(
                known,
                rig.store.markers(),
                now -> {
                    if (breaks.get()) {
                        known.lost();
                    }
                    return true;
                },
                () -> 0,
                Sweeper.NONE);
        markers.ask().await();
        assertThat(markers.ask()).isNull();

        breaks.set(true);

        assertThat(markers.ask()).isNotNull();
    }

    /** Its messages are through again when this returns, and what there was in memory is to be given up. */
    private void clearUnheardBy(Instance missing, Instance by, boolean tag) {
        missing.gate().set(false);
        database.incrementAndGet();
        (tag ? by.loads().evictTag("red") : by.loads().clear()).await();
        missing.markers().lost();
        missing.gate().set(true);
    }

    private static CacheSettings settings(FreshnessSettings rules) {
        return Rig.fresh(TTL, rules);
    }
}
