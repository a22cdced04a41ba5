package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A pending result over a future, interruptible as the gateway's is. */
record FuturePending<T>(CompletableFuture<T> future) implements Pending<T> {

    @Override
    public T await() {
        try {
            return future.get();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new RemoteException(RemoteException.Reason.ERROR, "interrupted", ex);
        } catch (ExecutionException ex) {
            throw (RuntimeException) ex.getCause();
        }
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super T, ? super Throwable> action) {
        var done = future.whenCompleteAsync(action, executor);
        assert done != null;
    }

    @Override
    public <R> Pending<R> map(Function<? super T, ? extends R> function) {
        return new FuturePending<>(future.thenApply(function));
    }
}
