package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pending result of several steps: the first is on its way, the others are taken where the result is consumed. */
record SteppedPending<T>(Step first, Class<T> type) implements Pending<T> {

    @Override
    public T await() {
        Outcome outcome = new BlockingCaller(SteppedPending::noLoader, () -> {}).run(() -> first);
        return Objects.requireNonNull(type.cast(outcome.value()), "the last step gives a value");
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        AsyncCaller caller = new AsyncCaller(
                () -> CompletableFuture.completedStage(null), executor, executor, () -> {}, Runnable::run);
        CompletionStage<@Nullable Object> result = caller.result();
        result.whenComplete((value, failure) -> action.accept(type.cast(value), failure));
        caller.run(() -> first);
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        return new HandledPending<>(this, function::apply, failure -> {
            throw failure;
        });
    }

    private static Object noLoader() {
        throw new IllegalStateException("These steps load nothing");
    }
}
