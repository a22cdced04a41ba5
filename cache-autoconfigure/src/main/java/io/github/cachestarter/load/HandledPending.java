package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pending result whose failures are answered as well, where the result is consumed: on the awaiting thread or on the
 * executor.
 */
record HandledPending<T extends @Nullable Object, R extends @Nullable Object>(
        Pending<T> source, Function<T, R> then, Function<RuntimeException, R> failed) implements Pending<R> {

    @Override
    public R await() {
        T reply;
        try {
            reply = source.await();
        } catch (RuntimeException ex) {
            return failed.apply(ex);
        }
        return then.apply(reply);
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable R, ? super @Nullable Throwable> action) {
        source.whenDone(executor, (reply, failure) -> {
            R answer;
            try {
                answer = answer(reply, failure);
            } catch (RuntimeException ex) {
                action.accept(null, ex);
                return;
            }
            action.accept(answer, null);
        });
    }

    @Override
    public <S extends @Nullable Object> Pending<S> map(Function<? super R, ? extends S> function) {
        return new HandledPending<>(
                source, reply -> function.apply(then.apply(reply)), ex -> function.apply(failed.apply(ex)));
    }

    @SuppressWarnings("NullAway") // without a failure the reply is a T, which may be null only where T says so
    private R answer(@Nullable T reply, @Nullable Throwable failure) {
        if (failure == null) {
            return then.apply(reply);
        }
        return failed.apply(failure instanceof RuntimeException ex ? ex : new IllegalStateException(failure));
    }
}
