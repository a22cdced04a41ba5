package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.load.Rig.Instance;
import io.github.cachestarter.load.StagedStore.Op;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two releases of an application that store the same keys in shapes of their own. */
class SideBySideTests {

    private static final Instant STORED = Instant.parse("2026-01-01T12:00:00Z");

    private final Rig rig = new Rig();
    private final Instance instance = rig.instance();

    @BeforeEach
    void another_release_stores() {
        rig.store.plant(KEY, FakeCodec.ofAnotherRelease(7, STORED.toEpochMilli()));
        later(Duration.ZERO);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void what_another_release_stored_a_moment_ago_is_left_alone() throws Exception {
        byte[] before = rig.store.stored(KEY);
        later(Duration.ofMillis(999));

        assertThat(instance.get(() -> "mine")).isEqualTo("mine");

        assertThat(rig.store.sent(Op.GET)).isEqualTo(1);
        assertThat(rig.store.sent()).isEqualTo(1);
        assertThat(rig.store.stored(KEY)).isEqualTo(before);
        assertThat(rig.heard.count("fallback")).isZero();
    }

    @Test
    void after_a_second_it_is_replaced() throws Exception {
        later(Duration.ofSeconds(1));

        assertThat(instance.get(() -> "mine")).isEqualTo("mine");
        assertThat(instance.get(() -> "never loaded")).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({"PT-5S, true", "PT-10S, true", "PT-11S, false", "P-365D, false", "P365D, false"})
    void a_clock_that_is_ahead_is_borne_with_but_no_nonsense(Duration passed, boolean leftAlone) throws Exception {
        later(passed);

        assertThat(instance.get(() -> "mine")).isEqualTo("mine");

        assertThat(rig.store.sent(Op.STORE)).isEqualTo(leftAlone ? 0 : 1);
    }

    @Test
    void the_callers_of_a_jvm_share_one_load_at_a_time() {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<Void> loading = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<Object> leader = rig.call(() -> instance.get(() -> {
            loading.complete(null);
            go.join();
            return "load " + loads.incrementAndGet();
        }));
        Rig.get(loading);
        List<CompletableFuture<Object>> others = Stream.generate(
                        () -> rig.call(() -> instance.get(() -> "load " + loads.incrementAndGet())))
                .limit(10)
                .toList();
        await().until(() -> instance.flights().waiting(KEY) == 10);
        go.complete(null);

        assertThat(Rig.get(leader)).isEqualTo("load 1");
        // They came after it had begun, perhaps after an evict as well; nothing but a store would prove it to be
        // current.
        assertThat(others).allSatisfy(other -> assertThat(Rig.get(other)).isEqualTo("load 2"));
        assertThat(rig.store.sent(Op.ACQUIRE)).isZero();
    }

    @Test
    void one_that_comes_in_between_is_left_alone_too() throws Exception {
        rig.store.lose(KEY);
        StagedStore.Held acquire = StagedStore.Held.command();
        rig.store.next(Op.ACQUIRE, acquire);
        CompletableFuture<Object> call = rig.call(() -> instance.get(() -> "mine"));
        acquire.awaitArrival();
        rig.store.plant(KEY, FakeCodec.ofAnotherRelease(8, STORED.toEpochMilli()));
        acquire.letGo();

        assertThat(Rig.get(call)).isEqualTo("mine");
        assertThat(rig.store.sent(Op.ACQUIRE)).isEqualTo(1);
        assertThat(rig.store.sent(Op.STORE)).isZero();
    }

    @Test
    void a_fenced_read_takes_no_lease_for_it() {
        FencedRead read = instance.loads().readFenced(KEY, null).await();
        assertThat(read.hit()).isNull();
        assertThat(read.token()).isNull();

        later(Duration.ofSeconds(1));
        assertThat(instance.loads().readFenced(KEY, null).await().token()).isNotNull();
    }

    @Test
    void two_releases_rewrite_a_key_once_a_second_at_most() throws Exception {
        int rewrites = 0;
        long ours = 0;
        // Read by both releases every 100 ms for a minute: what this one stored, the other replaces as soon as it may.
        for (long millis = 0; millis < 60_000; millis += 100) {
            later(Duration.ofMillis(millis));
            int before = rig.store.sent(Op.STORE);
            instance.get(() -> "mine");
            if (rig.store.sent(Op.STORE) > before) {
                rewrites++;
                ours = millis;
            } else if (millis - ours >= 1_000 && !FakeCodec.isOfAnotherRelease(rig.store.stored(KEY))) {
                rewrites++;
                rig.store.plant(
                        KEY,
                        FakeCodec.ofAnotherRelease(
                                millis, STORED.plusMillis(millis).toEpochMilli()));
            }
        }
        assertThat(rewrites).isBetween(20, 60);
    }

    private void later(Duration passed) {
        rig.wallClock = InstantSource.fixed(STORED.plus(passed));
    }
}
