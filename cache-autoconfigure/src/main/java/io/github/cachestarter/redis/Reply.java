package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.protocol.Command;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reply to one command that was sent, with its deadline. Whoever awaits it waits on Lettuce's own future for the rest
 * of the time: no timer and no other thread take part, so a hit costs what the round trip costs. Only {@link #whenDone},
 * where no thread waits, needs a timer.
 *
 * <p>At the deadline the command is completed from outside: Lettuce then does not send it if it is still queued, and
 * skips its reply if that comes later. It may have run, though: what must not run late is fenced by the protocol. The same
 * holds at half of the time, if enough others already wait to see whether the server is away ({@link Outcomes#mayGoOn}).
 *
 * <p>Two answers lead to the command being sent again, within the same deadline: the server does not know the script, or
 * a node of a cluster names another one.
 */
final class Reply<T extends @Nullable Object> implements Pending<T> {

    private static final int MAX_REDIRECTS = 5;

    private final Calls calls;
    private final Route route;
    private final long deadline;
    private final Duration timeout;
    private final @Nullable Sending<T> sending;

    // What is waited for now. Each step happens before the next, on whatever thread.
    private Way way;
    private CompletableFuture<T> command;
    private boolean withText;
    private boolean asking;
    private boolean impatient;
    private int redirects;

    /**
     * @param way how the command was sent
     * @param command what Lettuce gave
     * @param sending makes the command anew if it has to be sent again; null if it never is
     */
    Reply(
            Calls calls,
            Route route,
            Way way,
            Duration timeout,
            CompletableFuture<T> command,
            @Nullable Sending<T> sending) {
        this.calls = calls;
        this.route = route;
        this.way = way;
        this.timeout = timeout;
        this.deadline = calls.nanoTime().getAsLong() + timeout.toNanos();
        this.command = command;
        this.sending = sending;
    }

    @Override
    public T await() {
        try {
            T value = value();
            way.primary().succeeded();
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
        whenDone((value, failure) -> {
            if (failure == null) {
                way.primary().succeeded();
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

    private T value() throws ExecutionException, InterruptedException, TimeoutException {
        while (true) {
            try {
                return answer();
            } catch (ExecutionException ex) {
                if (!isSentAgain(ex)) {
                    throw ex;
                }
            }
        }
    }

    private T answer() throws ExecutionException, InterruptedException, TimeoutException {
        long early = rest() - timeout.toNanos() / 2;
        if (early > 0) {
            try {
                return command.get(early, TimeUnit.NANOSECONDS);
            } catch (TimeoutException ex) {
                if (!way.primary().mayGoOn(Duration.ofNanos(rest()))) {
                    return givenUp(silent());
                }
            }
        }
        try {
            return command.get(rest(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            return givenUp(late());
        }
    }

    private <X extends Exception> T givenUp(X cause) throws X, ExecutionException, InterruptedException {
        if (command.completeExceptionally(cause)) {
            throw cause;
        }
        return command.get();
    }

    private void whenDone(BiConsumer<@Nullable T, @Nullable Throwable> action) {
        CompletableFuture<T> sent = command;
        Duration early = Duration.ofNanos(Math.max(0, rest() - timeout.toNanos() / 2));
        Timer.Task half = calls.timer().after(early, () -> halfTime(sent));
        var ignored = sent.whenComplete((value, failure) -> {
            half.cancel();
            if (failure != null && isSentAgain(failure)) {
                whenDone(action);
            } else {
                action.accept(value, failure);
            }
        });
    }

    private void halfTime(CompletableFuture<T> sent) {
        if (sent.isDone()) {
            return;
        }
        Duration rest = Duration.ofNanos(rest());
        if (!rest.isZero() && !way.primary().mayGoOn(rest)) {
            sent.completeExceptionally(silent());
            return;
        }
        Timer.Task end = calls.timer().after(rest, () -> sent.completeExceptionally(late()));
        var ignored = sent.whenComplete((value, failure) -> end.cancel());
    }

    /** Sends the command again if this failure asks for that; what becomes of it shows in the new command. */
    private boolean isSentAgain(Throwable failure) {
        Throwable cause = RemoteFailures.unwrap(failure);
        if (sending == null) {
            return false;
        }
        if (cause instanceof RedisNoScriptException && !withText) {
            withText = true;
            command = sent(sending);
            return true;
        }
        Redirect redirect = Redirect.of(cause);
        Primary next =
                redirect == null || redirects >= MAX_REDIRECTS ? null : route.redirected(way.primary(), redirect);
        if (redirect == null || next == null) {
            return false;
        }
        redirects++;
        way.primary().succeeded();
        way = new Way(next, null);
        asking = redirect.ask();
        command = sent(sending);
        return true;
    }

    /** Whoever waits must hear of a command that cannot even be sent: nobody looks at what is thrown in here. */
    private CompletableFuture<T> sent(Sending<T> again) {
        try {
            Primary primary = way.primary();
            if (!primary.permits()) {
                return CompletableFuture.failedFuture(primary.breaker().refusal());
            }
            Link link = primary.link();
            way = new Way(primary, link);
            return link != null
                    ? through(link, again)
                    : primary.connector().refresh().thenCompose(fresh -> through(fresh, again));
        } catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private CompletableFuture<T> through(Link link, Sending<T> again) {
        Command<byte[], byte[], T> anew = again.command(withText);
        return asking ? link.sendAsking(anew) : link.send(anew);
    }

    private RemoteException failed(Throwable failure) {
        RemoteException remote = RemoteFailures.of(failure);
        if (!impatient) {
            way.failed(remote);
        }
        return remote;
    }

    private long rest() {
        return Math.max(0, deadline - calls.nanoTime().getAsLong());
    }

    private TimeoutException late() {
        return new TimeoutException("no reply within " + timeout.toMillis() + " ms");
    }

    /** Nobody has waited long enough to say that Redis is away, so the breaker does not hear of it. */
    private RemoteException silent() {
        impatient = true;
        return new RemoteException(
                Reason.DISCONNECTED,
                "Redis is silent: no reply within " + timeout.toMillis() / 2 + " ms, and enough others wait already",
                null);
    }

    /** Makes a command: once for every time that it is sent. */
    @FunctionalInterface
    interface Sending<T extends @Nullable Object> {

        /**
         * Makes it.
         *
         * @param withText with the script's text instead of its digest
         */
        Command<byte[], byte[], T> command(boolean withText);
    }
}
