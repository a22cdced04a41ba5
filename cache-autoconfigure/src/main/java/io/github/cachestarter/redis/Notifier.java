package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells another listener on an executor, so that what that does can neither delay nor break the breaker. */
final class Notifier implements AvailabilityListener {

    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    private final AvailabilityListener listener;
    private final Executor executor;

    /** @param executor has one thread, so that the listener hears things in order */
    Notifier(AvailabilityListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    @Override
    public void unavailable(RemoteException cause) {
        tell(() -> listener.unavailable(cause));
    }

    @Override
    public void recovered(Duration outage) {
        tell(() -> listener.recovered(outage));
    }

    private void tell(Runnable news) {
        try {
            executor.execute(() -> {
                try {
                    news.run();
                } catch (RuntimeException ex) {
                    log.warn("A listener failed when it was told whether Redis is available", ex);
                }
            });
        } catch (RejectedExecutionException ex) {
            log.debug("Closing: nobody is told any more whether Redis is available", ex);
        }
    }
}
