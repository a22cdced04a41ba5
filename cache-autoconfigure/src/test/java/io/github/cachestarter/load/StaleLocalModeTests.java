package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.StaleSettings;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stale values of a cache that lies in this process alone: what Redis and its clock do otherwise is done here. */
class StaleLocalModeTests {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration OVER = TTL.plusSeconds(1);
    private static final Duration ON_ERROR = Duration.ofHours(1);
    private static final Duration THROTTLE = Duration.ofSeconds(30);

    /** At most twice the TTL for any value, and an hour more when the source is broken. */
    private static final LocalSettings KEPT = new LocalSettings(
            true, 10_000, OptionalLong.empty(), TTL.multipliedBy(2).plus(ON_ERROR), false, Duration.ofSeconds(10));

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final LoadCoordinator loads = loads();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Duration loadTakes = Duration.ZERO;
    private volatile RuntimeException broken;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_last_good_value_stands_in_and_a_broken_source_is_left_alone() throws Exception {
        staleWithBrokenSource();

        assertThat(read()).isEqualTo("v1");
        time.pass(THROTTLE.minusMillis(1));
        assertThat(read()).isEqualTo("v1");
        assertThat(calls).hasValue(2);

        time.pass(Duration.ofMillis(1));
        assertThat(read()).isEqualTo("v1");
        assertThat(calls).hasValue(3);
        broken = null;
        time.pass(THROTTLE);
        assertThat(read()).isEqualTo("v4");
    }

    @Test
    void all_who_wait_for_the_load_that_fails_get_it_from_one_load() throws Exception {
        staleWithBrokenSource();
        HeldLoader held = new HeldLoader(() -> {
            throw broken;
        });
        CompletableFuture<Object> one = rig.call(() -> loads.get(KEY, null, (Reloadable) held::call));
        held.letGo();
        assertThat(Rig.get(one)).isEqualTo("v1");

        assertThat(read()).isEqualTo("v1");
        assertThat(held.calls()).isEqualTo(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void more_time_for_the_source_never_moves_the_limit() throws Exception {
        staleWithBrokenSource();
        for (int i = 0; i < 119; i++) {
            assertThat(read()).isEqualTo("v1");
            time.pass(THROTTLE);
        }
        time.pass(THROTTLE);

        assertThatThrownBy(this::read).isSameAs(broken);
    }

    @Test
    void a_value_stands_in_for_as_long_as_is_said_however_long_values_live_at_most() throws Exception {
        read();
        broken = new IllegalStateException("down");
        time.pass(ON_ERROR);
        assertThat(read()).isEqualTo("v1");

        time.pass(TTL);
        assertThatThrownBy(this::read).isSameAs(broken);
    }

    @Test
    void what_the_source_has_no_more_never_stands_in_again() throws Exception {
        staleWithBrokenSource();
        assertThat(loads.get(KEY, null, () -> null)).isNull();

        assertThatThrownBy(this::read).isSameAs(broken);
    }

    @Test
    void a_method_with_several_caches_that_fails_leaves_it() throws Exception {
        staleWithBrokenSource();
        LoadCoordinator.FencedRead fenced = loads.readFenced(KEY, null).await();
        assertThat(fenced.hit()).isNull();
        loads.abandon(KEY, fenced.token()).await();

        assertThat(read()).isEqualTo("v1");
    }

    @Test
    void an_evict_a_clear_and_a_put_remove_the_right_to_serve_it() throws Exception {
        staleWithBrokenSource();
        read();
        loads.evict(KEY).await();
        assertThatThrownBy(this::read).isSameAs(broken);

        broken = null;
        staleWithBrokenSource();
        read();
        loads.clear().await();
        assertThatThrownBy(this::read).isSameAs(broken);

        broken = null;
        staleWithBrokenSource();
        read();
        loads.put(KEY, null, "put").await();
        assertThat(read()).isEqualTo("put");
        time.pass(OVER);
        int before = calls.get();
        assertThat(read()).as("stands in as well").isEqualTo("put");
        assertThat(calls)
                .as("and is asked for: the failure was that of another entry")
                .hasValue(before + 1);
    }

    @Test
    void what_means_that_the_thing_is_gone_reaches_the_caller_and_removes_the_entry() throws Exception {
        staleWithBrokenSource();
        broken = new NoSuchElementException("gone");
        assertThatThrownBy(this::read).isSameAs(broken);

        broken = new IllegalStateException("down");
        assertThatThrownBy(this::read).isSameAs(broken);
    }

    @Test
    void the_time_of_an_entry_counts_from_the_end_of_its_load_however_long_that_took() throws Exception {
        loadTakes = TTL.multipliedBy(2);

        assertThat(read()).isEqualTo("v1");
        time.pass(TTL.minusMillis(1));
        assertThat(read()).isEqualTo("v1");
        time.pass(Duration.ofMillis(1));
        assertThat(read()).isEqualTo("v2");
    }

    private void staleWithBrokenSource() throws Exception {
        read();
        broken = new IllegalStateException("down");
        time.pass(OVER);
    }

    private Object read() throws Exception {
        return loads.get(KEY, null, (Reloadable) () -> {
            int call = calls.incrementAndGet();
            time.pass(loadTakes);
            if (broken != null) {
                throw broken;
            }
            return "v" + call;
        });
    }

    private LoadCoordinator loads() {
        return new LoadCoordinators(rig.alone(), false, Background.none(rig.executor), CacheTtlResolver.NONE)
                .createLocal(
                        Rig.fresh(
                                TTL,
                                FreshnessSettings.OFF.with(
                                        new StaleSettings(ON_ERROR, THROTTLE, List.of(NoSuchElementException.class)))),
                        rig.memory(KEPT),
                        rig.heard,
                        (operation, failure, key) -> {});
    }
}
