package io.github.cachestarter.load;

import io.github.cachestarter.CacheLoadTimeoutException;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls wait for less than the whole of a load. Whoever has found a stale value takes it after the soft limit; after
 * the hard one a call fails. Both count from the begin of the call, whatever it waits for: a place among the loads, another
 * instance, the loader. The load itself knows nothing of it and goes on: it is stored, and those who come meanwhile join it.
 *
 * <p>So a loader that blocks must not run on its caller's thread: it runs on one of its own.
 */
final class TimeLimits {

    private final LoadContext context;
    private final LoadSettings settings;

    TimeLimits(LoadContext context) {
        this.context = context;
        this.settings = context.settings().load();
    }

    /** Whether there are any for this loader. */
    boolean apply(Callable<? extends @Nullable Object> loader) {
        return settings.limited() && loader instanceof Reloadable;
    }

    /** Whether there are any for a loader that gives a future. */
    boolean apply() {
        return settings.limited();
    }

    /** Takes the steps of a call whose own lookup found nothing, and waits for it on this thread. */
    @Nullable
    Object get(Miss call, Supplier<Step> first, Callable<? extends @Nullable Object> loader) throws Exception {
        Executor loads = context.background().loads();
        AsyncCaller caller = new AsyncCaller(() -> called(loader), loads, loads, call::crashed, call::left);
        CompletableFuture<@Nullable Object> answer = limited(caller.result(), call);
        caller.start(first);
        return await(answer);
    }

    /** The result of a call, or what there is in its place when its time is over. */
    CompletableFuture<@Nullable Object> limited(CompletableFuture<@Nullable Object> result, Miss call) {
        CallFuture<@Nullable Object> answer = new CallFuture<>(() -> result.cancel(true));
        CompletionStage<@Nullable Object> stage = result;
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        settings.softTimeout().ifPresent(limit -> after(limit, answer, () -> takeStale(call, answer)));
        settings.hardTimeout().ifPresent(limit -> after(limit, answer, () -> giveUp(call, limit, answer)));
        return answer;
    }

    private void after(Duration limit, CompletableFuture<@Nullable Object> answer, Runnable action) {
        Executor executor = context.background().loads();
        LoadTimer.Scheduled scheduled = context.background().timer().after(limit, () -> executor.execute(action));
        CompletionStage<@Nullable Object> stage = answer;
        stage.whenComplete((value, failure) -> scheduled.cancel());
    }

    private void takeStale(Miss call, CompletableFuture<@Nullable Object> answer) {
        Lookup.Stale stale = call.candidate();
        if (stale != null
                && !stale.evicted()
                && context.freshness().standsIn(stale.entry().meta())) {
            call.answered();
            if (answer.complete(stale.entry().value())) {
                context.reports().listener().loadTimedOut();
                context.reports().listener().staleServed();
            }
        }
    }

    private void giveUp(Miss call, Duration limit, CompletableFuture<@Nullable Object> answer) {
        call.answered();
        Object key = call.key().source();
        if (answer.completeExceptionally(
                new CacheLoadTimeoutException(context.settings().name(), key, limit))) {
            context.reports().listener().loadTimedOut();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a loader throws is the outcome, errors included
    private static CompletionStage<@Nullable Object> called(Callable<? extends @Nullable Object> loader) {
        try {
            return CompletableFuture.completedFuture(loader.call());
        } catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    /** Waits at a latch and not at the future: waiting at that would make a fork-join thread run other tasks. */
    private @Nullable Object await(CompletableFuture<@Nullable Object> answer) throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        CompletionStage<Outcome> ended =
                answer.handle((value, failure) -> failure == null ? Outcome.of(value) : Outcome.failed(failure));
        CompletableFuture<Outcome> outcome = ended.toCompletableFuture();
        ended.whenComplete((any, failure) -> latch.countDown());
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw new CancellationException("Interrupted while waiting for a load of the cache '"
                    + context.settings().name() + "'");
        }
        return outcome.join().get();
    }
}
