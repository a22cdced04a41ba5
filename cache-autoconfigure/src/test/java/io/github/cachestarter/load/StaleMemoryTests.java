package io.github.cachestarter.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefreshSettings.Mode;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Held;
import io.github.cachestarter.load.StagedStore.Op;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.local.LocalTiers;
import io.github.cachestarter.local.LocalTimes;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stale values and the memory of the process, and instances that do not agree about them. */
class StaleMemoryTests {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final StaleSettings STALE =
            new StaleSettings(Duration.ofHours(1), Duration.ofSeconds(30), List.of(NoSuchElementException.class));

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final RuntimeException broken = new IllegalStateException("down");

    @AfterEach
    void close() {
        rig.close();
    }

    /** The candidate was read before the clear, everything else comes after it: only its stamp tells. */
    @Test
    void a_value_that_was_cleared_while_its_load_was_asked_for_is_not_kept_in_memory() throws Exception {
        rig.memory = memory();
        Instance one = rig.instance(settings(FreshnessSettings.OFF.with(STALE)));
        one.get((Reloadable) () -> "old");
        time.pass(TTL.plusSeconds(1));
        Held claim = Held.command();
        rig.store.next(Op.REFRESH, claim);
        CompletableFuture<Object> reader = rig.call(() -> one.get(failing()));
        claim.awaitArrival();

        one.loads().clear().await();
        claim.letGo();

        assertThat(reader.exceptionally(failure -> "failed").get(60, TimeUnit.SECONDS))
                .isNotNull();
        assertThat(one.loads().near("k", null)).isNull();
        assertThatThrownBy(() -> one.get(failing())).isSameAs(broken);
    }

    /** As while stale.on-error is rolled out, or after it was taken away. */
    @Test
    void an_instance_without_stale_values_does_not_take_them_for_fresh() throws Exception {
        Instance keeps = rig.instance(settings(FreshnessSettings.OFF.with(STALE)));
        Instance plain = rig.instance(settings(FreshnessSettings.OFF));
        keeps.get((Reloadable) () -> "old");
        assertThat(plain.get(failing())).as("as long as its time").isEqualTo("old");

        time.pass(TTL.plusMillis(Freshness.TOLERATED_MILLIS).plusSeconds(1));

        assertThat(plain.get(() -> "new")).isEqualTo("new");
        assertThat(keeps.get(failing())).as("it was replaced for all").isEqualTo("new");
    }

    @Test
    void a_refresh_that_learns_that_the_thing_is_gone_removes_it() throws Exception {
        Instance one = rig.instance(
                settings(FreshnessSettings.OFF.with(STALE).with(new RefreshSettings(Mode.THRESHOLD, 1, 0.5))));
        rig.refreshes = Runnable::run;
        one.get((Reloadable) () -> "old");
        time.pass(Duration.ofSeconds(6));

        assertThat(one.get((Reloadable) () -> {
                    throw new NoSuchElementException("gone");
                }))
                .as("who noticed that it is due has the present value")
                .isEqualTo("old");

        assertThat(rig.store.stored(Rig.KEY)).isNull();
    }

    private LocalTier memory() {
        LocalTimes times =
                new LocalTimes(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()), time::millis, key -> false);
        return new LocalTiers(times, Findings.NO_OP).create("things", now -> true, LocalSettings.DEFAULTS, rig.codec);
    }

    private Reloadable failing() {
        return () -> {
            throw broken;
        };
    }

    private static CacheSettings settings(FreshnessSettings rules) {
        return Rig.fresh(TTL, rules);
    }
}
