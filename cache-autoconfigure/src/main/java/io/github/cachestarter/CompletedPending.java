package io.github.cachestarter;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Pending} that needs no waiting. */
record CompletedPending<T extends @Nullable Object>(
        @Nullable T value, @Nullable RuntimeException failure) implements Pending<T> {

    @Override
    @SuppressWarnings("NullAway") // T may be nullable: the value is null only where the caller gave null
    public T await() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        executor.execute(() -> action.accept(value, failure));
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        if (failure != null) {
            return new CompletedPending<>(null, failure);
        }
        try {
            return new CompletedPending<>(function.apply(value), null);
        } catch (RuntimeException ex) {
            return new CompletedPending<>(null, ex);
        }
    }
}
