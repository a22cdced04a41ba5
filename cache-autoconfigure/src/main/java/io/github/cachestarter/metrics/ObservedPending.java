package io.github.cachestarter.metrics;

import io.github.cachestarter.Pending;
import io.github.cachestarter.metrics.CacheObservationContext.Result;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pending result whose observation ends when it is consumed, before anything is done with it. */
final class ObservedPending<T extends @Nullable Object> implements Pending<T> {

    private final Pending<T> pending;
    private final CacheObservations.Running running;
    private final Function<? super @Nullable T, Result> results;

    /**
     * Wraps a result.
     *
     * @param results what a result means
     */
    ObservedPending(
            Pending<T> pending, CacheObservations.Running running, Function<? super @Nullable T, Result> results) {
        this.pending = pending;
        this.running = running;
        this.results = results;
    }

    @Override
    public T await() {
        T result;
        try {
            result = pending.await();
        } catch (RuntimeException ex) {
            running.fail(ex);
            throw ex;
        }
        running.end(results.apply(result));
        return result;
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        pending.whenDone(executor, (result, failure) -> {
            if (failure == null) {
                running.end(results.apply(result));
            } else {
                running.fail(failure);
            }
            action.accept(result, failure);
        });
    }

    /** What the function does is no longer the server's time, nor its failure: only the first end counts. */
    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        Pending<R> mapped = pending.map(result -> {
            running.end(results.apply(result));
            return function.apply(result);
        });
        return new ObservedPending<>(mapped, running, result -> Result.NONE);
    }
}
