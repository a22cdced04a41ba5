package io.github.cachestarter.load;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future whose cancellation is an event for whoever completes it. What is derived from it is an ordinary future: to cancel
 * that is nobody's business but its owner's.
 *
 * @param <T> the type of the result
 */
public final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Runnable cancelled;

    /**
     * Creates a future that is not complete.
     *
     * @param cancelled called when it is cancelled, on the thread that does it; perhaps more than once
     */
    public CallFuture(Runnable cancelled) {
        this.cancelled = cancelled;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean now = super.cancel(mayInterruptIfRunning);
        if (now) {
            cancelled.run();
        }
        return now;
    }
}
