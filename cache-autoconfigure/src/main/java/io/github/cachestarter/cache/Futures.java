package io.github.cachestarter.cache;

import io.github.cachestarter.load.CallFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Completing one future as another was, with the very exception instead of a wrapped one. */
final class Futures {

    private Futures() {}

    static <T extends @Nullable Object> void complete(
            CompletableFuture<T> target, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            target.complete(value);
        } else {
            target.completeExceptionally(failure);
        }
    }

    /** What a dependent future failed with, without the wrapper. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A future that ends as another one does, and does something more when it is cancelled. */
    static <T extends @Nullable Object> CompletableFuture<T> copy(CompletableFuture<T> source, Runnable cancelled) {
        CompletableFuture<T> copy = new CallFuture<>(cancelled);
        var unused = source.whenComplete((value, failure) -> complete(copy, value, failure));
        return copy;
    }
}
