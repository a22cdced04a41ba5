package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection that may be used: connect, check, swap in; on a loss, again. Lettuce's own reconnect is off for a
 * single primary, for two reasons. It would use a connection before anybody knew <em>which</em> server answers now: the
 * same, one that restarted with an old snapshot, another one after a failover. And it keeps a connection to a server that
 * was stopped or cut off for as long as the operating system does, which can be minutes, while a fresh connection works
 * at once.
 *
 * <p>There is at most one attempt at a time. It runs whenever there is no connection, after waits with full jitter, and
 * when {@link #refresh()} asks for a new connection in place of one that looks alive. Nothing here blocks a caller: while
 * there is no connection, {@link #current()} is null. Thread-safe.
 */
final class Connector implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connector.class);

    /** What was sent through a connection that was replaced may still be answered within this time. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** A connection of this age is as good as a new one. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private static final Duration PATIENCE_AT_END = Duration.ofMillis(250);

    private final LinkSource source;
    private final LinkCheck check;
    private final Backoff backoff;
    private final Duration checkTimeout;
    private final Timer timer;
    private final LongSupplier nanoTime;

    private volatile @Nullable Link current;
    private volatile Runnable onConnected = () -> {};
    private volatile Runnable onChange = () -> {};
    private volatile Consumer<Throwable> onFailed = failure -> {};
    private volatile LinkCheck beforeUse = link -> CompletableFuture.completedFuture(link);

    // Guarded by this.
    private @Nullable CompletableFuture<Link> attempt;
    private long connectedAt;
    private volatile int failures;
    private boolean closed;

    /**
     * @param checkTimeout the longest time a check may take
     * @param nanoTime monotonic time in nanoseconds
     */
    Connector(
            LinkSource source,
            LinkCheck check,
            Backoff backoff,
            Duration checkTimeout,
            Timer timer,
            LongSupplier nanoTime) {
        this.source = source;
        this.check = check;
        this.backoff = backoff;
        this.checkTimeout = checkTimeout;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** One that has this connection and never another. */
    static Connector holding(Link link, Backoff backoff, Timer timer, LongSupplier nanoTime) {
        LinkSource nowhere =
                () -> CompletableFuture.failedFuture(new IllegalStateException("This connection is not replaced"));
        Connector connector =
                new Connector(nowhere, passed -> passed.commands().ping(), backoff, Duration.ZERO, timer, nanoTime);
        connector.current = link;
        return connector;
    }

    /** Sets what runs after each new connection; it must not block. */
    void onConnected(Runnable action) {
        onConnected = action;
    }

    /** Sets what runs after each new connection and each loss of one; it must not block. */
    void onChange(Runnable action) {
        onChange = action;
    }

    /** Sets what hears of every attempt in vain while there is no connection; it must not block. */
    void onFailed(Consumer<Throwable> action) {
        onFailed = action;
    }

    /** Whether the last attempt to connect was in vain. */
    boolean isFailing() {
        return failures > 0;
    }

    /** Sets what a new connection has to pass after the check; it takes as long as it takes. */
    void beforeUse(LinkCheck action) {
        beforeUse = action;
    }

    /** Begins to connect if there is no connection and no attempt at one; returns at once. */
    void connect() {
        if (current == null) {
            var ignored = refresh();
        }
    }

    /** The connection to use now, or null while there is none. */
    @Nullable
    Link current() {
        return current;
    }

    /**
     * Waits until there is a connection, so many attempts in a row have failed or the time is over; false: there is none.
     * For the start, not for commands.
     */
    synchronized boolean await(Duration atMost, int attempts) throws InterruptedException {
        long end = nanoTime.getAsLong() + atMost.toNanos();
        long rest = atMost.toMillis();
        while (current == null && !closed && rest > 0 && failures < attempts) {
            wait(rest);
            rest = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
        }
        return current != null;
    }

    /**
     * Opens a new connection and uses it from then on; joins an attempt that is under way.
     *
     * @return completes with the connection that passed the check, or with the failure
     */
    synchronized CompletableFuture<Link> refresh() {
        if (attempt != null) {
            return attempt;
        }
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The connection to Redis was closed"));
        }
        CompletableFuture<Link> result = new CompletableFuture<>();
        // Off the caller's thread: a host name may have to be resolved.
        timer.soon(() -> {
            var ignored = open().whenComplete((link, failure) -> finish(result, link, failure))
                    .exceptionally(failure -> {
                        result.completeExceptionally(failure); // where a listener failed, and nobody was told yet
                        return null;
                    });
        });
        attempt = result;
        return result;
    }

    /** Opens a new connection unless the present one is newer than two seconds; returns at once. */
    void refreshAtTimes() {
        synchronized (this) {
            if (nanoTime.getAsLong() - connectedAt < YOUNG.toNanos()) {
                return;
            }
        }
        var ignored = refresh();
    }

    /** Gives the present connection up: what is unanswered on it fails now, and a new one is opened; returns at once. */
    void abandon() {
        Link link;
        synchronized (this) {
            link = current;
            current = null;
        }
        if (link != null) {
            onChange.run();
            var ignored = link.close();
            connect();
        }
    }

    /** Finds out whether Redis answers on a connection that was made after this time; makes one if there is none. */
    CompletableFuture<Link> proven(long since) {
        Link link;
        synchronized (this) {
            link = connectedAt - since > 0 ? current : null;
        }
        if (link == null) {
            return refresh();
        }
        return checked(link).exceptionallyCompose(failure -> refresh());
    }

    /** Lets go of the connection without closing it, and opens no other. */
    synchronized void detach() {
        closed = true;
        current = null;
        notifyAll();
    }

    /** Waits a moment for the connection to end: closed a second time by its client, it would log a warning. */
    @Override
    public void close() {
        Link link;
        synchronized (this) {
            closed = true;
            link = current;
            current = null;
            notifyAll();
        }
        if (link != null) {
            var ignored = link.close()
                    .completeOnTimeout(null, PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> null)
                    .join();
        }
    }

    /** Whatever fails, be it an {@code OutOfMemoryError} that passes, fails the attempt: it would be the last one else. */
    private CompletableFuture<Link> open() {
        try {
            return source.open()
                    .thenCompose(link -> checked(link)
                            .thenCompose(beforeUse::check)
                            .thenApply(passed -> link)
                            .whenComplete((passed, failure) -> {
                                if (failure != null) {
                                    var ignored = link.close();
                                }
                            }));
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private CompletableFuture<Link> checked(Link link) {
        CompletableFuture<Link> result = new CompletableFuture<>();
        Timer.Task end = timer.after(
                checkTimeout,
                () -> result.completeExceptionally(new TimeoutException(
                        "no reply to the check of a connection within " + checkTimeout.toMillis() + " ms")));
        var ignored = begun(link).whenComplete((passed, failure) -> {
            end.cancel();
            if (failure == null) {
                result.complete(link);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private CompletionStage<?> begun(Link link) {
        try {
            return check.check(link);
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void finish(CompletableFuture<Link> result, @Nullable Link link, @Nullable Throwable failure) {
        if (link == null) {
            Throwable cause = failure == null ? new IllegalStateException("No connection") : failure;
            failed(RemoteFailures.unwrap(cause));
            result.completeExceptionally(cause);
        } else if (swapIn(link)) {
            result.complete(link);
            onConnected.run();
            onChange.run();
        } else {
            result.completeExceptionally(new IllegalStateException("The connection to Redis was closed"));
        }
    }

    private boolean swapIn(Link link) {
        Link previous;
        synchronized (this) {
            attempt = null;
            failures = 0;
            if (closed) {
                var ignored = link.close();
                return false;
            }
            previous = current;
            current = link;
            connectedAt = nanoTime.getAsLong();
            notifyAll();
        }
        try {
            link.inUse();
        } finally {
            if (previous != null) {
                timer.after(GRACE, () -> {
                    var ignored = previous.close();
                });
            }
            link.whenLost(() -> lost(link));
        }
        return true;
    }

    private void lost(Link link) {
        synchronized (this) {
            if (current != link) {
                return;
            }
            current = null;
        }
        log.debug("The connection to Redis is lost");
        onChange.run();
        var ignored = link.close();
        connect();
    }

    private void failed(Throwable failure) {
        boolean without;
        synchronized (this) {
            attempt = null;
            failures = failures + 1;
            notifyAll();
            Duration wait = backoff.after(failures);
            log.debug("No connection to Redis ({}), again in {} ms", failure.toString(), wait.toMillis());
            without = current == null && !closed;
            if (without) {
                timer.after(wait, this::connect);
            }
        }
        if (without) {
            onFailed.accept(failure);
        }
    }
}
