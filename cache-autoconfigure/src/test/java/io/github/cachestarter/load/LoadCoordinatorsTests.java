package io.github.cachestarter.load;

import static io.github.cachestarter.load.Rig.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.remote.RemoteTier;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadCoordinatorsTests {

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_cache_that_is_switched_off_loads_each_time_and_sends_nothing() throws Exception {
        LoadCoordinator loads = create(false);
        AtomicInteger calls = new AtomicInteger();

        assertThat(loads.get(KEY, null, calls::incrementAndGet)).isEqualTo(1);
        assertThat(loads.get(KEY, null, calls::incrementAndGet)).isEqualTo(2);
        assertThat(Rig.get(loads.getAsync(KEY, null, () -> CompletableFuture.completedFuture(calls.incrementAndGet()))))
                .isEqualTo(3);
        assertThat(loads.peek(KEY, null).await()).isNull();
        assertThat(loads.readFenced(KEY, null).await()).isEqualTo(new FencedRead(null, null));
        assertThat(loads.claim(KEY).await()).isNull();
        assertThat(loads.put(KEY, null, "v").await()).isFalse();
        assertThat(loads.putClaimed(KEY, null, null, "v").await()).isFalse();
        assertThat(loads.evict(KEY).await()).isFalse();
        assertThat(loads.clear().await()).isFalse();

        assertThat(rig.store.sent()).isZero();
        assertThat(rig.heard.count("load")).isEqualTo(3);
    }

    @Test
    void a_cache_that_is_on_stores() throws Exception {
        LoadCoordinator loads = create(true);

        assertThat(loads.get(KEY, null, () -> "v")).isEqualTo("v");
        assertThat(loads.get(KEY, null, () -> "a hit was expected")).isEqualTo("v");
    }

    @Test
    void a_call_that_outlives_the_default_executor_still_gets_its_answer() {
        LoadCoordinator loads = create(true);
        CompletableFuture<Object> value = new CompletableFuture<>();
        CompletableFuture<Object> before = loads.getAsync(KEY, null, () -> value);
        rig.executor.shutdown();
        value.complete("v");

        assertThat(Rig.get(before)).isEqualTo("v");
        assertThat(Rig.get(loads.getAsync(Rig.key("other"), null, () -> CompletableFuture.completedFuture("w"))))
                .isEqualTo("w");
    }

    @Test
    void a_call_that_an_executor_turns_away_fails_and_hangs_nobody() {
        LoadCoordinator loads = create(true, task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(loads.getAsync(KEY, null, () -> CompletableFuture.completedFuture("v")))
                .isCompletedExceptionally();
    }

    private LoadCoordinator create(boolean enabled) {
        return create(enabled, rig.executor);
    }

    private LoadCoordinator create(boolean enabled, Executor executor) {
        CacheSettings on = Rig.settings(Rig.LONG);
        CacheSettings settings = new CacheSettings(
                on.name(),
                enabled,
                on.keyVersion(),
                on.ttl(),
                on.values(),
                on.load(),
                on.local(),
                on.loadLimit(),
                on.onEvictFailure(),
                on.replicas());
        LoadRuntime runtime = new LoadRuntime(
                executor,
                Waiting.polling(),
                rig.waits,
                rig.renewals,
                System::nanoTime,
                InstantSource.system(),
                new SecureRandom());
        return new LoadCoordinators(runtime)
                .create(
                        settings,
                        LocalTier.NONE,
                        new RemoteTier(rig.store, rig.codec),
                        Marking.alone(() -> 0),
                        rig.heard,
                        (op, failure, key) -> {});
    }
}
