package io.github.cachestarter.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Something that happens once and that blocking and asynchronous callers wait for alike, never longer than they say.
 * Thread-safe. Waiting holds no monitor, so a virtual thread gives its carrier back.
 */
public final class Signal {

    private final CompletableFuture<Boolean> raised = new CompletableFuture<>();

    /** Wakes everybody who waits; raising it again does nothing. Never blocks. */
    public void raise() {
        raised.complete(Boolean.TRUE);
    }

    /** Waits on this thread. A latch and not the future: waiting on that would make a fork-join thread run other tasks. */
    boolean await(long nanos) throws InterruptedException {
        if (raised.isDone()) {
            return true;
        }
        CountDownLatch latch = new CountDownLatch(1);
        CompletionStage<Boolean> stage = raised;
        stage.thenRun(latch::countDown);
        return latch.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Calls back on the executor when it is raised or the time is over, which ends the signal for everybody else too. */
    void whenRaised(long nanos, Executor executor, Consumer<Boolean> action) {
        CompletionStage<Boolean> stage = raised.completeOnTimeout(Boolean.FALSE, nanos, TimeUnit.NANOSECONDS);
        stage.thenAcceptAsync(action, executor);
    }
}
