package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Findings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refresh that gave nothing to keep: the entry it removes comes back from nowhere. Entries live for 100 s, due after 80. */
class UnkeptRefreshTests {

    private static final Duration TTL = Duration.ofSeconds(100);
    private static final Duration DUE = Duration.ofSeconds(81);
    private static final Duration IN_MEMORY = Duration.ofSeconds(5);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final AtomicBoolean gate = new AtomicBoolean(true);
    private final HeldLoader nothing = new HeldLoader(() -> null);
    private CompletableFuture<Boolean> refreshed;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_read_that_was_under_way_does_not_bring_it_back() throws Exception {
        Instance one = refreshing();
        time.pass(IN_MEMORY);
        assertThat(rig.memory.find(KEY, null)).as("nothing lies here").isNull();
        Held got = Held.reply();
        rig.store.next(Op.GET, got);
        CompletableFuture<Object> reader =
                rig.call(() -> one.loads().peek(KEY, null).await().value());
        got.awaitArrival();

        end();
        got.letGo();

        assertThat(Rig.get(reader)).isEqualTo("old");
        assertThat(one.loads().peek(KEY, null).await()).isNull();
    }

    @Test
    void it_is_not_read_again_behind_a_gate_that_was_shut_for_a_moment() throws Exception {
        Instance one = refreshing();
        assertThat(rig.memory.find(KEY, null)).isNotNull();

        gate.set(false);
        end();
        gate.set(true);

        assertThat(rig.memory.find(KEY, null)).isNull();
        assertThat(one.loads().peek(KEY, null).await()).isNull();
    }

    @Test
    void what_the_refresh_itself_has_left_in_memory_stays() throws Exception {
        rig.refreshes = Runnable::run;
        Instance one = due();
        one.get((Reloadable) FakeCodec.Unstorable::new);

        assertThat(rig.store.stored(KEY)).isNull();
        assertThat(rig.memory.find(KEY, null)).isNotNull();
    }

    /** A refresh has asked its source, which has nothing, and the entry lies in memory for a moment still. */
    private Instance refreshing() throws Exception {
        rig.refreshes = task -> refreshed = rig.call(() -> {
            task.run();
            return true;
        });
        Instance one = due();
        assertThat(one.get((Reloadable) nothing::call)).isEqualTo("old");
        nothing.awaitRead();
        return one;
    }

    private void end() {
        nothing.letGo();
        assertThat(Rig.get(refreshed)).isTrue();
        assertThat(rig.store.stored(KEY)).isNull();
    }

    private Instance due() throws Exception {
        LocalTimes times = new LocalTimes(() -> time.millis() * 1_000_000, time::millis, key -> false);
        LocalSettings memory =
                new LocalSettings(true, 100, OptionalLong.empty(), IN_MEMORY, false, Duration.ofSeconds(10));
        rig.memory = new LocalTiers(times, Findings.NO_OP).create("things", now -> gate.get(), memory, rig.codec);
        Instance one =
                rig.instance(Rig.fresh(TTL, FreshnessSettings.OFF.with(RefreshSettings.OFF.with(Mode.THRESHOLD))));
        one.get((Reloadable) () -> "old");
        time.pass(DUE);
        return one;
    }
}
