package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.redis.ReplicaWaits.Terms;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** That enough replicas have a change, or the failure that says that this is not known in time. */
final class Confirmed implements Pending<Boolean> {

    private final Calls calls;
    private final CompletableFuture<Boolean> enough;
    private final Terms terms;
    private final long deadline;

    /** @param enough true: they have it; false: they did not in time */
    Confirmed(Calls calls, CompletableFuture<Boolean> enough, Terms terms) {
        this.calls = calls;
        this.enough = enough;
        this.terms = terms;
        this.deadline = calls.nanoTime().getAsLong() + terms.atMost().toNanos();
    }

    @Override
    public Boolean await() {
        try {
            if (enough.get(rest(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            throw terms.late(null);
        } catch (TimeoutException ex) {
            throw terms.late(null);
        } catch (ExecutionException ex) {
            throw terms.late(RemoteFailures.unwrap(ex));
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw terms.late(ex);
        }
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable Boolean, ? super @Nullable Throwable> action) {
        CompletableFuture<Boolean> own = enough.copy();
        Timer.Task end = calls.timer().after(Duration.ofNanos(rest()), () -> own.complete(false));
        var ignored = own.whenComplete((replicated, failure) -> {
            end.cancel();
            calls.callBack(executor, () -> {
                if (failure != null) {
                    action.accept(null, terms.late(RemoteFailures.unwrap(failure)));
                } else if (replicated) {
                    action.accept(true, null);
                } else {
                    action.accept(null, terms.late(null));
                }
            });
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super Boolean, ? extends R> function) {
        return new MappedPending<>(this, function);
    }

    private long rest() {
        return Math.max(0, deadline - calls.nanoTime().getAsLong());
    }
}
