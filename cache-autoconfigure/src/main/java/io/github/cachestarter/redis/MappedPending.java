package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pending result with a function that is applied where the result is consumed. */
record MappedPending<S extends @Nullable Object, T extends @Nullable Object>(
        Pending<S> source, Function<? super S, ? extends T> function) implements Pending<T> {

    @Override
    public T await() {
        return function.apply(source.await());
    }

    @Override
    @SuppressWarnings("NullAway") // S may be nullable: without a failure the value is what the source gave
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        source.whenDone(executor, (value, failure) -> {
            if (failure != null) {
                action.accept(null, failure);
                return;
            }
            T mapped;
            try {
                mapped = function.apply(value);
            } catch (RuntimeException ex) {
                action.accept(null, ex);
                return;
            }
            action.accept(mapped, null);
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> next) {
        return new MappedPending<>(this, next);
    }
}
