package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A result that is asked for once another one is there; the failure of that one is the failure of both. */
record AfterAnswer<T extends @Nullable Object>(Pending<Boolean> first, Supplier<Pending<T>> second)
        implements Pending<T> {

    @Override
    public T await() {
        first.await();
        return second.get().await();
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        first.whenDone(executor, (answer, failure) -> {
            if (failure == null) {
                next().whenDone(executor, action);
            } else {
                action.accept(null, failure);
            }
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        return new AfterAnswer<>(first, () -> second.get().map(function));
    }

    private Pending<T> next() {
        try {
            return second.get();
        } catch (RuntimeException ex) {
            return Pending.failed(ex);
        }
    }
}
