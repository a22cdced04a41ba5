package io.github.cachestarter.load;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the steps of a load that nobody waits for, with the loader of the call that has noticed that it is time. */
@FunctionalInterface
interface Reload {

    /**
     * Takes the steps.
     *
     * @param crashed called if anything but the loader throws
     * @param ended called with the outcome otherwise
     */
    void run(Supplier<Step> first, Runnable crashed, Consumer<Outcome> ended);

    /** A loader that blocks runs where the steps are taken. Null: it must not run at another time than now. */
    static @Nullable Reload of(Callable<? extends @Nullable Object> loader) {
        return loader instanceof Reloadable
                ? (first, crashed, ended) -> ended.accept(new BlockingCaller(loader, crashed).run(first))
                : null;
    }

    /** A loader that gives a future is called on the executor of loads. */
    static Reload of(
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader, Executor executor, Executor loads) {
        return (first, crashed, ended) -> {
            AsyncCaller caller = new AsyncCaller(loader, executor, loads, crashed, Runnable::run);
            CompletionStage<@Nullable Object> result = caller.result();
            result.whenComplete(
                    (value, failure) -> ended.accept(failure == null ? Outcome.of(value) : Outcome.failed(failure)));
            caller.start(first);
        };
    }
}
