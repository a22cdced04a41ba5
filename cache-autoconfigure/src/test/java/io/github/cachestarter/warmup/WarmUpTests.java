package io.github.cachestarter.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.Pending;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.insight.CacheInsight;
import io.github.cachestarter.insight.InsightApplication;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.WarmUpResult.Keys;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.warmup.WarmUp.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A warm-up whose source hangs. The remote tier has nothing, and the clock stands still unless a test moves it. */
@ExtendWith(OutputCaptureExtension.class)
class WarmUpTests {

    private static final int KEYS = 20;
    private static final int AT_A_TIME = 4;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CacheInsight insight = new CacheInsight();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final Queue<Object> begun = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> progress = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void stop() {
        answers.countDown();
        executor.shutdownNow();
    }

    @Test
    void it_ends_in_time_although_the_source_hangs_and_what_has_not_begun_never_does() throws Exception {
        WarmUpResult result = run(Duration.ofSeconds(2));

        assertThat(result.state()).isEqualTo("timed-out");
        assertThat(result.caches()).containsEntry("products", new Keys(KEYS, 0, 0, 0));
        assertThat(begun).hasSize(AT_A_TIME);

        answers.countDown();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).hasSize(AT_A_TIME);
    }

    @Test
    void a_source_that_answers_is_asked_for_all_of_them() {
        answers.countDown();

        WarmUpResult result = run(Duration.ofSeconds(60));

        assertThat(result.state()).isEqualTo("done");
        assertThat(result.caches()).containsEntry("products", new Keys(KEYS, 0, KEYS, 0));
    }

    @Test
    void every_two_seconds_it_says_how_far_it_is(CapturedOutput output) throws Exception {
        CompletableFuture<WarmUpResult> running =
                CompletableFuture.supplyAsync(() -> run(Duration.ofMinutes(5)), executor);
        await().until(() -> begun.size() == AT_A_TIME);

        for (int seconds = 2; seconds <= 6; seconds += 2) {
            now.set(TimeUnit.SECONDS.toNanos(seconds));
            progress.remove().run();
            assertThat(insight.warmUp()).isNotNull();
            assertThat(insight.warmUp().state()).isEqualTo("running");
            assertThat(insight.warmUp().millis()).isEqualTo(seconds * 1_000L);
            assertThat(output).contains("Warm-up goes on after " + seconds + " s: {products=");
        }
        assertThat(waits).hasSize(4).containsOnly(Duration.ofSeconds(2));

        answers.countDown();
        assertThat(running.get(20, TimeUnit.SECONDS).state()).isEqualTo("done");
        progress.remove().run();
        assertThat(progress).as("over").isEmpty();
        assertThat(insight.warmUp().state()).isEqualTo("done");
    }

    private WarmUpResult run(Duration maxWait) {
        CacheWarmer warmer =
                CacheWarmer.of("products", IntStream.range(0, KEYS).boxed().toList(), this::load);
        WarmUp warmUp = new WarmUp(
                new Limits(maxWait, AT_A_TIME),
                insight::warmed,
                this::begin,
                (wait, task) -> {
                    waits.add(wait);
                    progress.add(task);
                    return () -> {};
                },
                now::get);
        WarmedCache cache = new WarmedCache(cache(), null, () -> true, () -> false, 100);
        return warmUp.run(List.of(cache), List.of(warmer));
    }

    /** Returns when it has begun, or nothing hangs: how soon the machine does that is not what counts. */
    private void begin(Runnable loads) {
        int before = begun.size();
        executor.execute(loads);
        await().until(() -> begun.size() > before || answers.getCount() == 0);
    }

    private void load(Object key) throws InterruptedException {
        begun.add(key);
        assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private TieredCache cache() {
        CacheSettings settings = InsightApplication.cache("products").settings();
        LoadCoordinator empty = mock(LoadCoordinator.class);
        when(empty.warm(any())).thenReturn(Pending.of(false));
        return new TieredCache(settings, new KeyNames("app", "1", "products"), empty, executor, executor, now::get);
    }
}
