package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.local.LocalTier;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was evicted or cleared stands in for loads that fail, where {@code stale.on-evict} says so; and only for them. */
class StaleOnEvictTests {

    private static final Duration TTL = Duration.ofSeconds(100);
    private static final Duration THROTTLE = Duration.ofSeconds(30);
    private static final StaleSettings STALE =
            new StaleSettings(Duration.ofHours(1), THROTTLE, List.of(NoSuchElementException.class), true);

    private final Rig rig = new Rig();
    private final PassingTime time = new PassingTime(rig);
    private final Instance one = rig.instance(settings());
    private final Instance other = rig.instance(settings());
    private final AtomicInteger calls = new AtomicInteger();
    private volatile RuntimeException broken;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_evict_is_a_miss_for_a_source_that_works() throws Exception {
        read(one);
        assertThat(other.evict()).isTrue();

        assertThat(one.loads().peek(KEY, null).await()).isNull();
        assertThat(read(one)).isEqualTo("v2");
        assertThat(read(other)).isEqualTo("v2");
        assertThat(calls).hasValue(2);
    }

    @Test
    void what_was_evicted_stands_in_for_a_load_that_fails_and_the_source_is_left_alone() throws Exception {
        read(one);
        broken = new IllegalStateException("down");
        other.evict();

        assertThat(read(one)).isEqualTo("v1");
        time.pass(THROTTLE.minusMillis(1));
        assertThat(read(other)).isEqualTo("v1");
        assertThat(calls).hasValue(2);
        assertThat(rig.heard.count("staleServed")).isEqualTo(1);

        time.pass(Duration.ofMillis(1));
        assertThat(read(other)).isEqualTo("v1");
        assertThat(calls).hasValue(3);
    }

    @Test
    void what_was_cleared_stands_in_as_well() throws Exception {
        read(one);
        broken = new IllegalStateException("down");
        other.loads().clear().await();

        assertThat(read(one)).isEqualTo("v1");
        assertThat(read(other)).isEqualTo("v1");
        assertThat(calls).as("the source is left alone").hasValue(2);

        broken = null;
        time.pass(THROTTLE);
        assertThat(read(other)).isEqualTo("v3");
    }

    @Test
    void what_an_evicted_tag_concerns_stands_in_as_well() throws Exception {
        one.get(Rig.tagged("red", "colour"));
        broken = new IllegalStateException("down");
        other.loads().evictTag("colour").await();

        assertThat(read(one)).isEqualTo("red");
        assertThat(read(other)).isEqualTo("red");
        assertThat(calls).hasValue(1);
    }

    @Test
    void an_evict_or_clear_while_the_source_is_left_alone_asks_it_again() throws Exception {
        read(one);
        broken = new IllegalStateException("down");
        one.evict();
        read(one);

        other.evict();
        assertThat(read(one)).isEqualTo("v1");
        assertThat(calls).hasValue(3);
        other.loads().clear().await();
        assertThat(read(one)).isEqualTo("v1");
        assertThat(calls).hasValue(4);
        broken = null;
        other.evict();
        assertThat(read(one)).isEqualTo("v5");
    }

    @Test
    void an_evict_during_the_load_keeps_its_value_out_but_not_the_last_good_one() throws Exception {
        read(one);
        one.evict();
        HeldLoader loader = new HeldLoader(() -> "from before the evict");
        CompletableFuture<Object> reader = rig.call(() -> one.get(loader));
        loader.awaitRead();
        other.evict();
        loader.letGo();

        assertThat(Rig.get(reader)).isEqualTo("from before the evict");
        assertThat(one.loads().peek(KEY, null).await()).isNull();
        broken = new IllegalStateException("down");
        assertThat(read(other)).isEqualTo("v1");
    }

    @Test
    void others_wait_for_the_load_of_what_was_evicted() throws Exception {
        read(one);
        one.evict();
        HeldLoader loader = new HeldLoader(() -> "new");
        CompletableFuture<Object> leader = rig.call(() -> one.get(loader));
        loader.awaitRead();

        CompletableFuture<Object> waiting = rig.call(() -> read(other));
        loader.letGo();

        assertThat(Rig.get(leader)).isEqualTo("new");
        assertThat(Rig.get(waiting)).isEqualTo("new");
        assertThat(calls).hasValue(1);
    }

    @Test
    void past_the_limit_the_caller_gets_the_business_exception_itself() throws Exception {
        read(one);
        broken = new IllegalStateException("down");
        one.evict();
        time.pass(TTL.plus(STALE.onError()));

        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void what_is_gone_is_removed_for_good() throws Exception {
        read(one);
        one.evict();
        broken = new NoSuchElementException("gone");
        assertThatThrownBy(() -> read(one)).isSameAs(broken);

        assertThat(rig.store.stored(KEY)).isNull();
        broken = new IllegalStateException("down");
        assertThatThrownBy(() -> read(one)).isSameAs(broken);
    }

    @Test
    void a_load_that_only_takes_long_is_waited_for() throws Exception {
        LoadSettings soft = new LoadSettings(
                true,
                Duration.ofSeconds(10),
                Rig.LONG,
                Optional.of(Duration.ofMillis(10)),
                Optional.empty(),
                FreshnessSettings.OFF.with(STALE));
        Instance limited = rig.instance(Rig.with(TTL, soft));
        read(limited);
        limited.evict();

        assertThat(limited.get((Reloadable) () -> {
                    CompletableFuture<Object> longer = new CompletableFuture<>();
                    return longer.completeOnTimeout("new", 200, TimeUnit.MILLISECONDS)
                            .get();
                }))
                .isEqualTo("new");
    }

    @Test
    void an_instance_without_it_takes_what_was_evicted_for_nothing() throws Exception {
        Instance plain = rig.instance(Rig.fresh(TTL, FreshnessSettings.OFF));
        read(one);
        one.evict();
        broken = new IllegalStateException("down");

        assertThatThrownBy(() -> read(plain)).isSameAs(broken);
    }

    @Test
    void in_a_process_alone_it_is_the_same() throws Exception {
        LoadCoordinator lone = new LoadCoordinators(
                        rig.alone(), false, Background.none(rig.executor), CacheTtlResolver.NONE)
                .createLocal(settings(), memory(), rig.heard, (operation, failure, key) -> {});
        Instance alone = new Instance(lone, one.flights(), one.markers(), one.gate());
        read(alone);
        alone.evict();
        assertThat(lone.peek(KEY, null).await()).isNull();
        broken = new IllegalStateException("down");

        assertThat(read(alone)).isEqualTo("v1");
        time.pass(THROTTLE.minusMillis(1));
        assertThat(read(alone)).isEqualTo("v1");
        assertThat(calls).hasValue(2);
        lone.clear().await();
        assertThat(read(alone)).isEqualTo("v1");
        assertThat(calls).hasValue(3);

        broken = new NoSuchElementException("gone");
        alone.evict();
        assertThatThrownBy(() -> read(alone)).isSameAs(broken);
        broken = new IllegalStateException("down");
        assertThatThrownBy(() -> read(alone)).isSameAs(broken);
    }

    private LocalTier memory() {
        LocalSettings settings = new LocalSettings(
                true, 10_000, OptionalLong.empty(), Duration.ofHours(2), false, Duration.ofSeconds(10));
        return rig.memory(settings);
    }

    private Object read(Instance instance) throws Exception {
        return instance.get((Reloadable) () -> {
            int call = calls.incrementAndGet();
            if (broken != null) {
                throw broken;
            }
            return "v" + call;
        });
    }

    private static CacheSettings settings() {
        return Rig.fresh(TTL, FreshnessSettings.OFF.with(STALE));
    }
}
