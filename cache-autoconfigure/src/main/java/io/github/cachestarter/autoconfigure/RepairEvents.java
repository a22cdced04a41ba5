package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheRepairedEvent;
import io.github.cachestarter.CacheRepairsPendingEvent;
import io.github.cachestarter.cache.OncePerMinute;
import io.github.cachestarter.invalidation.RepairListener;
import io.github.cachestarter.invalidation.RepairState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the log, at most once a minute for each kind, and the application of changes that have not reached Redis: when the
 * first is pending and when none is any more. Thread-safe.
 *
 * <p>Who notices has no time to wait for listeners of the application: it is an event loop of Redis' connections, or somebody
 * who holds a lock. They are called on a thread of their own, in order.
 */
final class RepairEvents implements RepairListener {

    private static final Logger log = LoggerFactory.getLogger(RepairEvents.class);

    private final ApplicationEventPublisher publisher;
    private final Executor notifier;
    private final InstantSource clock;
    private final OncePerMinute perKind;
    private final AtomicBoolean pending = new AtomicBoolean();

    /** @param notifier has one thread, so that listeners hear things in order */
    RepairEvents(ApplicationEventPublisher publisher, Executor notifier, InstantSource clock, LongSupplier ticker) {
        this.publisher = publisher;
        this.notifier = notifier;
        this.clock = clock;
        this.perKind = new OncePerMinute(ticker);
    }

    @Override
    public void entered(String cache) {
        if (!pending.compareAndSet(false, true)) {
            return;
        }
        perKind.admit("entered")
                .ifPresent(heldBack -> log.warn(
                        "A change of the cache '{}' has not reached Redis, and more may follow. They are kept and sent again"
                                + " until Redis has them; this instance does not read these keys from Redis meanwhile,"
                                + " others may serve old values until then",
                        cache));
        publish(new CacheRepairsPendingEvent(cache, clock.instant()));
    }

    @Override
    public void collapsed(String cache, int keys) {
        perKind.admit("collapsed " + cache)
                .ifPresent(heldBack -> log.warn(
                        "Too many evictions have not reached Redis: the {} of the cache '{}' became one clear of that cache,"
                                + " which is not read from Redis until it is through (cache-starter.repair.max-keys)",
                        keys,
                        cache));
    }

    @Override
    public void emptied(long repaired) {
        if (!pending.compareAndSet(true, false)) {
            return;
        }
        perKind.admit("emptied")
                .ifPresent(heldBack -> log.info(
                        "Redis has acknowledged all changes that had not reached it, {} since the start", repaired));
        publish(new CacheRepairedEvent(repaired, clock.instant()));
    }

    @Override
    public void abandoned(RepairState state, Duration waited) {
        log.warn(
                "Shutting down with {} evictions and {} clears that Redis has not acknowledged, after waiting {} ms for it"
                        + " (cache-starter.repair.shutdown-wait). They are lost: other instances may serve these old values"
                        + " until their time-to-live ends. By cache: {}",
                state.keys(),
                state.clears(),
                waited.toMillis(),
                state.byCache());
    }

    private void publish(Object event) {
        try {
            notifier.execute(() -> deliver(event));
        } catch (RejectedExecutionException ex) {
            log.debug("Closing: nobody is told of {} any more", event, ex);
        }
    }

    /** A listener of the application that fails, or a context that is closing, must not end the thread. */
    private void deliver(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException ex) {
            log.debug("The event {} could not be delivered", event, ex);
        }
    }
}
