package io.github.cachestarter.cache;

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

    /**
     * A future of the caller's own, which it may cancel (Reactor does when a subscriber goes away) without disturbing
     * those who share the load.
     */
    @SuppressWarnings("unchecked") // the value is what the caller's loader gave
    static <T> CompletableFuture<T> ownCopy(CompletableFuture<? extends @Nullable Object> shared) {
        CompletableFuture<@Nullable Object> own = new CompletableFuture<>();
        var unused = shared.whenComplete((value, failure) -> complete(own, value, failure));
        return (CompletableFuture<T>) own;
    }
}
