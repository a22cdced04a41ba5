package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.cache.OncePerMinute;
import io.github.cachestarter.redis.AvailabilityListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the log and the application when Redis is given up and when it answers again. A Redis that comes and goes does so
 * about once a second: the application hears of each change, the log of each kind once a minute. Thread-safe.
 *
 * <p>A Redis that is absent at start is given up before the application's listeners are there: they hear of it once they are.
 */
final class AvailabilityEvents implements AvailabilityListener, SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(AvailabilityEvents.class);

    private final ApplicationEventPublisher publisher;
    private final InstantSource clock;
    private final OncePerMinute perChange;

    /** Null once there are listeners. Guarded by this. */
    private @Nullable Queue<Object> early = new ArrayDeque<>();

    AvailabilityEvents(ApplicationEventPublisher publisher, InstantSource clock, LongSupplier ticker) {
        this.publisher = publisher;
        this.clock = clock;
        this.perChange = new OncePerMinute(ticker);
    }

    @Override
    public void unavailable(RemoteException cause) {
        perChange
                .admit("unavailable")
                .ifPresent(heldBack -> log.warn(
                        "Redis does not answer: cached methods run without it until it does. What is evicted or put"
                                + " meanwhile is kept and sent as soon as Redis answers. {}{}",
                        cause.getMessage(),
                        others(heldBack)));
        publish(new CacheUnavailableEvent(cause, clock.instant()));
    }

    @Override
    public void recovered(Duration outage) {
        perChange
                .admit("recovered")
                .ifPresent(heldBack ->
                        log.info("Redis answers again, after {} s{}", outage.toMillis() / 1000.0, others(heldBack)));
        publish(new CacheRecoveredEvent(outage, clock.instant()));
    }

    private static String others(long heldBack) {
        return heldBack == 0 ? "" : " (" + heldBack + " more of this kind since the last message)";
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Object event = nextEarly(); event != null; event = nextEarly()) {
            deliver(event);
        }
    }

    private synchronized @Nullable Object nextEarly() {
        Object next = early == null ? null : early.poll();
        early = next == null ? null : early;
        return next;
    }

    private void publish(Object event) {
        synchronized (this) {
            if (early != null) {
                early.add(event);
                return;
            }
        }
        deliver(event);
    }

    /** A listener of the application that fails, or a context that is closing, must not disturb who noticed. */
    private void deliver(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException ex) {
            log.debug("The event {} could not be delivered", event, ex);
        }
    }
}
