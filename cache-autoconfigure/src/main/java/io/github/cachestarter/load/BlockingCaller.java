package io.github.cachestarter.load;

import io.github.cachestarter.load.Step.WaitEnd;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs the steps of a call on the caller's own thread, the loader too: it finds its transaction and its
 * thread-locals there. An interrupt ends the wait it meets and stays set for the loader to see.
 */
final class BlockingCaller {

    private final Callable<? extends @Nullable Object> loader;
    private final Runnable crashed;

    /**
     * Creates a caller for one call.
     *
     * @param crashed called if anything but the loader throws, so that nobody waits for this call for ever
     */
    BlockingCaller(Callable<? extends @Nullable Object> loader, Runnable crashed) {
        this.loader = loader;
        this.crashed = crashed;
    }

    Outcome run(Supplier<Step> first) {
        try {
            Step step = first.get();
            while (!(step instanceof Step.Done done)) {
                step = next(step);
            }
            return done.outcome();
        } catch (Throwable ex) {
            crashed.run();
            throw ex;
        }
    }

    private Step next(Step step) {
        if (step instanceof Step.Remote<?> remote) {
            return answer(remote);
        }
        if (step instanceof Step.Load load) {
            return load.then().apply(load(load.scope()));
        }
        Step.Wait wait = (Step.Wait) step;
        return wait.then().apply(await(wait));
    }

    private static <T extends @Nullable Object> Step answer(Step.Remote<T> remote) {
        T reply;
        try {
            reply = remote.pending().await();
        } catch (RuntimeException ex) {
            return remote.failed().apply(ex);
        }
        return remote.then().apply(reply);
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a loader throws is the outcome, errors included
    private Outcome load(LoadScope scope) {
        scope.enter();
        try {
            return Outcome.of(loader.call());
        } catch (Throwable ex) {
            return Outcome.failed(ex);
        } finally {
            scope.leave();
        }
    }

    private static WaitEnd await(Step.Wait wait) {
        try {
            return wait.signal().await(wait.nanos()) ? WaitEnd.RAISED : WaitEnd.TIMED_OUT;
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            return WaitEnd.INTERRUPTED;
        }
    }
}
