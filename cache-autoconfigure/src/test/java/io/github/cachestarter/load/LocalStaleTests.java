package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.StaleSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stale values where there is no Redis: 10 s to live, at most 20 s for any value, an hour more when the source is broken. */
class LocalStaleTests {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration ON_ERROR = Duration.ofHours(1);
    private static final Duration THROTTLE = Duration.ofSeconds(30);
    private static final LocalSettings KEPT = new LocalSettings(
            true, 10, OptionalLong.empty(), TTL.multipliedBy(2).plus(ON_ERROR), true, Duration.ZERO);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final RuntimeException broken = new IllegalStateException("down");
    private final LoadCoordinator loads = new LoadCoordinators(rig.alone())
            .createLocal(settings(), rig.memory(KEPT), CacheListener.NO_OP, (operation, failure, key) -> {});

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_value_stands_in_for_as_long_as_is_said_however_long_values_live_at_most() throws Exception {
        load("v1");
        time.pass(ON_ERROR);

        assertThat(fail()).isEqualTo("v1");

        time.pass(TTL);
        assertThatThrownBy(this::fail).isSameAs(broken);
    }

    @Test
    void more_time_for_the_source_never_moves_the_limit() throws Exception {
        load("v1");
        time.pass(TTL);
        for (int i = 0; i < 120; i++) {
            assertThat(fail()).isEqualTo("v1");
            time.pass(THROTTLE);
        }

        assertThatThrownBy(this::fail).isSameAs(broken);
    }

    @Test
    void what_the_source_has_no_more_never_stands_in_again() throws Exception {
        load("v1");
        time.pass(TTL);
        assertThat(load(null)).isNull();

        assertThatThrownBy(this::fail).isSameAs(broken);
    }

    @Test
    void a_method_with_several_caches_that_fails_leaves_it() throws Exception {
        load("v1");
        time.pass(TTL);
        LoadCoordinator.FencedRead read = loads.readFenced(KEY, null).await();
        assertThat(read.hit()).isNull();
        loads.abandon(KEY, read.token()).await();

        assertThat(fail()).isEqualTo("v1");
    }

    @Test
    void a_method_that_takes_longer_than_its_values_live_is_cached() throws Exception {
        loads.get(KEY, null, () -> {
            time.pass(TTL.plusSeconds(1));
            return "v1";
        });

        assertThat(load("v2")).isEqualTo("v1");
        time.pass(TTL);
        assertThat(load("v2")).isEqualTo("v2");
    }

    private Object load(Object value) throws Exception {
        return loads.get(KEY, null, () -> value);
    }

    private Object fail() throws Exception {
        return loads.get(KEY, null, () -> {
            throw broken;
        });
    }

    private static CacheSettings settings() {
        return Rig.fresh(TTL, FreshnessSettings.OFF.with(new StaleSettings(ON_ERROR, THROTTLE, List.of())));
    }
}
