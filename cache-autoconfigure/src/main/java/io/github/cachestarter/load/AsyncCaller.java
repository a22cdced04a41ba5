package io.github.cachestarter.load;

import io.github.cachestarter.load.Step.WaitEnd;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs the steps of a call on an executor, without ever blocking one of its threads. Continuations and the completion of
 * the result run there: never on a connection's thread, nor on the thread that completed the loader's future.
 *
 * <p>The loader runs on another executor. Whoever writes a method that returns a future may block in it all the same, at the
 * future of another cached method for instance: on the threads on which that one's answer would arrive, enough of them would wait
 * for each other for ever.
 *
 * <p>A caller that cancels its result has left, which ends nothing by itself: others may have joined its load. Whether the
 * load is {@linkplain #stop stopped} is decided where these are known.
 */
final class AsyncCaller {

    private final Supplier<? extends CompletionStage<? extends @Nullable Object>> loader;
    private final Executor executor;
    private final @Nullable Executor loads;
    private final Runnable crashed;
    private final CompletableFuture<@Nullable Object> result;
    private volatile @Nullable CompletionStage<?> loading;
    private volatile @Nullable Signal waiting;
    private volatile boolean stopped;

    /**
     * Creates a caller for one call.
     *
     * @param executor performs the steps
     * @param loads runs the loader; the same as the other one: the loader may block there
     * @param crashed called if anything but the loader throws, so that nobody waits for this call for ever
     * @param left called when the caller has cancelled its result, with what stops its load
     */
    AsyncCaller(
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader,
            Executor executor,
            Executor loads,
            Runnable crashed,
            Consumer<Runnable> left) {
        this.loader = loader;
        this.loads = loads == executor ? null : loads;
        this.executor = task -> execute(executor, task);
        this.crashed = crashed;
        this.result = new CallFuture<>(() -> left.accept(this::stop));
    }

    /** Where the call ends. */
    CompletableFuture<@Nullable Object> result() {
        return result;
    }

    /** Performs a step and all that follow; the step itself is made inside so that its failures end the call as well. */
    void run(Supplier<Step> first) {
        try {
            perform(first.get());
        } catch (Throwable ex) {
            crash(ex);
        }
    }

    /** Performs the first step on the executor. */
    void start(Supplier<Step> first) {
        executor.execute(() -> run(first));
    }

    private void perform(Step step) {
        if (step instanceof Step.Remote<?> remote) {
            answer(remote);
        } else if (step instanceof Step.Load load) {
            loadThere(load);
        } else if (step instanceof Step.Wait wait) {
            wait(wait);
        } else {
            ((Step.Done) step).outcome().completeTo(result);
        }
    }

    @SuppressWarnings("NullAway") // without a failure the reply is a T, which may be null only where T says so
    private <T extends @Nullable Object> void answer(Step.Remote<T> remote) {
        remote.pending()
                .whenDone(
                        executor,
                        (reply, failure) -> run(() -> failure == null
                                ? remote.then().apply(reply)
                                : remote.failed().apply(asRuntime(failure))));
    }

    private void wait(Step.Wait wait) {
        waiting = wait.signal();
        if (stopped) {
            wait.signal().raise();
        }
        wait.signal()
                .whenRaised(
                        wait.nanos(),
                        executor,
                        raised -> run(() -> wait.then()
                                .apply(stopped ? WaitEnd.INTERRUPTED : raised ? WaitEnd.RAISED : WaitEnd.TIMED_OUT)));
    }

    /** Ends a wait, cancels a load that runs and lets none begin; commands that were sent are brought to their end. */
    private void stop() {
        stopped = true;
        cancel(loading);
        Signal signal = waiting;
        if (signal != null) {
            signal.raise();
        }
    }

    private static void cancel(@Nullable CompletionStage<?> stage) {
        try {
            if (stage != null) {
                stage.toCompletableFuture().cancel(true);
            }
        } catch (UnsupportedOperationException ex) {
            // Such a stage cannot be cancelled: its load ends by itself.
        }
    }

    private void loadThere(Step.Load load) {
        if (loads == null) {
            load(load);
        } else {
            execute(loads, () -> load(load));
        }
    }

    private void load(Step.Load load) {
        CompletionStage<? extends @Nullable Object> stage;
        try {
            stage = begin(load.scope());
        } catch (Throwable ex) {
            run(() -> load.then().apply(Outcome.failed(ex)));
            return;
        }
        loading = stage;
        if (stopped) {
            cancel(stage);
        }
        stage.whenComplete((value, failure) ->
                executor.execute(() -> run(() -> load.then().apply(outcome(value, failure)))));
    }

    private CompletionStage<? extends @Nullable Object> begin(LoadScope scope) {
        if (stopped) {
            throw new CancellationException("Nobody waits for this load any more");
        }
        scope.enter();
        try {
            CompletionStage<? extends @Nullable Object> stage = loader.get();
            if (stage == null) {
                throw new NullPointerException("The loader returned null instead of a CompletionStage");
            }
            return stage;
        } finally {
            scope.leave();
        }
    }

    private void execute(Executor target, Runnable task) {
        try {
            target.execute(task);
        } catch (RejectedExecutionException ex) {
            crash(ex);
        }
    }

    private void crash(Throwable ex) {
        crashed.run();
        result.completeExceptionally(ex);
    }

    private static RuntimeException asRuntime(Throwable failure) {
        return failure instanceof RuntimeException ex ? ex : new IllegalStateException(failure);
    }

    private static Outcome outcome(@Nullable Object value, @Nullable Throwable failure) {
        return failure == null ? Outcome.of(value) : Outcome.failed(unwrap(failure));
    }

    /** The business exception is what the caller sees, not the wrapper that chained futures put around it. */
    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
