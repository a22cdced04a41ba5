package io.github.cachestarter;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A result that arrives later. A blocking caller awaits it on its own thread, an asynchronous or reactive caller goes
 * on when it is there; both share the code before and after. Every result has a deadline of its own: {@link #await()}
 * returns and {@link #whenDone} calls back in bounded time. Functions given to {@link #map} run where the result is
 * consumed (on the awaiting thread or on the executor), never on a connection's thread. Consume a pending result once.
 *
 * @param <T> the type of the result
 */
public interface Pending<T extends @Nullable Object> {

    /**
     * Waits for the result.
     *
     * @throws RemoteException if the remote tier could not answer; other runtime exceptions as the mapping threw them
     */
    T await();

    /**
     * Calls back on the executor with either a result or a failure. The failure is what {@link #await()} would throw.
     */
    void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action);

    /** This result with a function applied to it where it is consumed. */
    <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function);

    /** A result that is already there. */
    static <T extends @Nullable Object> Pending<T> of(@Nullable T value) {
        return new CompletedPending<>(value, null);
    }

    /** A failure that is already there. */
    static <T extends @Nullable Object> Pending<T> failed(RuntimeException failure) {
        return new CompletedPending<>(null, failure);
    }
}
