package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private final LinkSource source;
    private final LinkCheck check;
    private final Backoff backoff;
    private final Duration checkTimeout;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;

    private volatile @Nullable Link current;

    // Guarded by this.
    private @Nullable CompletableFuture<Link> attempt;
    private int failures;
    private boolean closed;

    Connector(
            LinkSource source,
            LinkCheck check,
            Backoff backoff,
            Duration checkTimeout,
            ScheduledExecutorService scheduler,
            LongSupplier nanoTime) {
        this.source = source;
        this.check = check;
        this.backoff = backoff;
        this.checkTimeout = checkTimeout;
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
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

    /** Waits until there is a connection or the time is over; false: there is none. For the start, not for commands. */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long rest = atMost.toMillis();
        long end = nanoTime.getAsLong() + atMost.toNanos();
        while (current == null && !closed && rest > 0) {
            wait(rest);
            rest = TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong());
        }
        return current != null;
    }

    /**
     * Opens a new connection and uses it from then on; joins an attempt that is under way.
     *
     * @return completes with the connection that passed the check, or with the failure; never on the calling thread
     */
    synchronized CompletableFuture<Link> refresh() {
        if (attempt != null) {
            return attempt;
        }
        CompletableFuture<Link> result = new CompletableFuture<>();
        if (closed) {
            result.completeExceptionally(new IllegalStateException("The connection to Redis was closed"));
            return result;
        }
        attempt = result;
        // Off the caller's thread: a host name may have to be resolved.
        scheduler.execute(() -> {
            var ignored = open().whenComplete((link, failure) -> finish(result, link, failure));
        });
        return result;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            current = null;
            notifyAll();
        }
        source.close();
    }

    private CompletableFuture<Link> open() {
        try {
            return source.open().thenCompose(this::checked);
        } catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private CompletableFuture<Link> checked(Link link) {
        CompletableFuture<Link> checked = check.check(link)
                .thenApply(passed -> link)
                .toCompletableFuture()
                .orTimeout(checkTimeout.toNanos(), TimeUnit.NANOSECONDS);
        return checked.whenComplete((passed, failure) -> {
            if (failure != null) {
                link.close();
            }
        });
    }

    private void finish(CompletableFuture<Link> result, @Nullable Link link, @Nullable Throwable failure) {
        if (link == null) {
            failed(RemoteFailures.unwrap(failure == null ? new IllegalStateException("No connection") : failure));
            result.completeExceptionally(failure);
            return;
        }
        swapIn(link);
        result.complete(link);
    }

    private void swapIn(Link link) {
        Link previous;
        boolean late;
        synchronized (this) {
            previous = current;
            late = closed;
            attempt = null;
            failures = 0;
            current = late ? null : link;
            notifyAll();
        }
        if (late) {
            link.close();
            return;
        }
        if (previous != null) {
            previous.close();
        }
        link.whenLost(() -> lost(link));
    }

    private void lost(Link link) {
        synchronized (this) {
            if (current != link) {
                return;
            }
            current = null;
        }
        log.debug("The connection to Redis is lost");
        link.close();
        connect();
    }

    private synchronized void failed(Throwable failure) {
        attempt = null;
        failures++;
        Duration wait = backoff.after(failures);
        log.debug("No connection to Redis ({}), again in {} ms", failure.toString(), wait.toMillis());
        if (current == null && !closed) {
            var ignored = scheduler.schedule(this::connect, wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
