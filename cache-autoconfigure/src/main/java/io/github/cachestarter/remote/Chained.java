package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A result that needs another one first: what follows is sent when, and only when, this is consumed. */
record Chained<A, T extends @Nullable Object>(Pending<A> first, Function<A, Pending<T>> next) implements Pending<T> {

    @Override
    public T await() {
        return next.apply(first.await()).await();
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        first.whenDone(executor, (value, failure) -> {
            if (failure != null || value == null) {
                action.accept(null, failure);
            } else {
                followed(value).whenDone(executor, action);
            }
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        return new Chained<>(first, value -> next.apply(value).map(function));
    }

    private Pending<T> followed(A value) {
        try {
            return next.apply(value);
        } catch (RuntimeException ex) {
            return Pending.failed(ex);
        }
    }
}
