package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one command that was sent, with its deadline. Whoever awaits it waits on Lettuce's own future for the rest
 * of the time: no timer and no other thread take part, so a hit costs what the round trip costs. Only {@link #whenDone},
 * where no thread waits, needs a timer.
 *
 * <p>At the deadline the command is completed from outside: Lettuce then does not send it if it is still queued, and
 * skips its reply if that comes later. It may have run, though: what must not run late is fenced by the protocol.
 */
final class Reply<T extends @Nullable Object> implements Pending<T> {

    private final Calls calls;
    private final long deadline;
    private final Duration timeout;
    private final CompletableFuture<T> command;
    private final @Nullable Supplier<CompletableFuture<T>> ifScriptUnknown;

    /**
     * @param command what Lettuce gave
     * @param ifScriptUnknown sends the same with the script's text, in case the server does not know the script
     */
    Reply(
            Calls calls,
            Duration timeout,
            CompletableFuture<T> command,
            @Nullable Supplier<CompletableFuture<T>> ifScriptUnknown) {
        this.calls = calls;
        this.timeout = timeout;
        this.deadline = calls.nanoTime().getAsLong() + timeout.toNanos();
        this.command = command;
        this.ifScriptUnknown = ifScriptUnknown;
    }

    @Override
    public T await() {
        try {
            T value = await(command, ifScriptUnknown);
            calls.onSuccess().run();
            return value;
        } catch (ExecutionException | TimeoutException | RuntimeException ex) {
            throw failed(ex);
        } catch (InterruptedException ex) {
            command.completeExceptionally(ex);
            Thread.currentThread().interrupt();
            // Says nothing about Redis, so the breaker does not hear of it.
            throw new RemoteException(Reason.TIMEOUT, "Interrupted while waiting for Redis", ex);
        }
    }

    @Override
    public void whenDone(Executor executor, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        whenDone(command, ifScriptUnknown, (value, failure) -> {
            if (failure == null) {
                calls.onSuccess().run();
                calls.callBack(executor, () -> action.accept(value, null));
            } else {
                RemoteException remote = failed(failure);
                calls.callBack(executor, () -> action.accept(null, remote));
            }
        });
    }

    @Override
    public <R extends @Nullable Object> Pending<R> map(Function<? super T, ? extends R> function) {
        return new MappedPending<>(this, function);
    }

    private T await(CompletableFuture<T> sent, @Nullable Supplier<CompletableFuture<T>> fallback)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return sent.get(rest(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            if (sent.completeExceptionally(ex)) {
                throw late();
            }
            return sent.get();
        } catch (ExecutionException ex) {
            if (fallback != null && ex.getCause() instanceof RedisNoScriptException) {
                return await(fallback.get(), null);
            }
            throw ex;
        }
    }

    private void whenDone(
            CompletableFuture<T> sent,
            @Nullable Supplier<CompletableFuture<T>> fallback,
            BiConsumer<@Nullable T, @Nullable Throwable> action) {
        Timer.Task end = calls.timer().after(Duration.ofNanos(rest()), () -> sent.completeExceptionally(late()));
        var ignored = sent.whenComplete((value, failure) -> {
            end.cancel();
            if (fallback != null
                    && failure != null
                    && RemoteFailures.unwrap(failure) instanceof RedisNoScriptException) {
                whenDone(again(fallback), null, action);
            } else {
                action.accept(value, failure);
            }
        });
    }

    /** Whoever waits must hear of a command that cannot even be sent: nobody looks at what is thrown in here. */
    private static <T> CompletableFuture<T> again(Supplier<CompletableFuture<T>> command) {
        try {
            return command.get();
        } catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private RemoteException failed(Throwable failure) {
        RemoteException remote = RemoteFailures.of(failure);
        calls.onFailure().accept(remote);
        return remote;
    }

    private long rest() {
        return Math.max(0, deadline - calls.nanoTime().getAsLong());
    }

    private TimeoutException late() {
        return new TimeoutException("no reply within " + timeout.toMillis() + " ms");
    }
}
