package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheRecoveredEvent;
import io.github.cachestarter.CacheUnavailableEvent;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.redis.AvailabilityListener;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** Tells the log and the application when Redis is given up and when it answers again. Thread-safe. */
final class AvailabilityEvents implements AvailabilityListener {

    private static final Logger log = LoggerFactory.getLogger(AvailabilityEvents.class);

    private final ApplicationEventPublisher publisher;
    private final InstantSource clock;

    AvailabilityEvents(ApplicationEventPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void unavailable(RemoteException cause) {
        log.warn(
                "Redis does not answer: cached methods run without it until it does. What is evicted or put meanwhile does"
                        + " not reach it, so that older values may be served again afterwards, until their time-to-live"
                        + " ends. {}",
                cause.getMessage());
        publish(new CacheUnavailableEvent(cause, clock.instant()));
    }

    @Override
    public void recovered(Duration outage) {
        log.info("Redis answers again, after {} s", outage.toMillis() / 1000.0);
        publish(new CacheRecoveredEvent(outage, clock.instant()));
    }

    /** A listener of the application that fails, or a context that is closing, must not disturb who noticed. */
    private void publish(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException ex) {
            log.debug("The event {} could not be delivered", event, ex);
        }
    }
}
