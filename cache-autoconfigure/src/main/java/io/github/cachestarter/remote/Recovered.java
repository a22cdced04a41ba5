package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A result that some failures do not spoil: the function gives what stands for them, or throws. */
record Recovered<T>(Pending<T> first, Function<RemoteException, T> instead) implements Pending<T> {

    @Override
    public T await() {
        try {
            return first.await();
        } catch (RemoteException failure) {
            return instead.apply(failure);
        }
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        first.whenDone(executor, (value, failure) -> {
            if (failure instanceof RemoteException remote) {
                Pending.of(remote).map(instead).whenDone(Runnable::run, action);
            } else {
                action.accept(value, failure);
            }
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        return new Chained<>(this, value -> Pending.<T>of(value).map(function));
    }
}
