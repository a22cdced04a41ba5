package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Makes primaries that differ in nothing but where they are. */
final class Primaries {

    private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(50);
    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

    private final Duration checkTimeout;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final AvailabilityListener listener;
    private final PrimaryWatch watch;
    private final Silence silence = new Silence();

    /**
     * @param random numbers from 0 to below 1
     * @param listener hears when the first of them is given up, and when the last is back
     * @param watch hears of everything else
     */
    Primaries(
            Duration checkTimeout,
            Timer timer,
            LongSupplier nanoTime,
            DoubleSupplier random,
            AvailabilityListener listener,
            PrimaryWatch watch) {
        this.checkTimeout = checkTimeout;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.random = random;
        this.listener = new Together(listener, nanoTime);
        this.watch = watch;
    }

    /** Hears of whatever else is away, in one account with the primaries. */
    AvailabilityListener listener() {
        return listener;
    }

    Backoff backoff() {
        return new Backoff(SHORTEST_RECONNECT, LONGEST_RECONNECT, random);
    }

    /**
     * A primary that is not connected yet.
     *
     * @param check what every connection has to pass in bounded time
     * @param beforeUse what a new connection has to pass after that
     */
    Primary create(String name, LinkSource source, LinkCheck check, LinkCheck beforeUse) {
        Connector connector = new Connector(source, check, backoff(), checkTimeout, timer, nanoTime);
        connector.beforeUse(beforeUse);
        Breaker breaker = new Breaker(connector::proven, new OpenTimes(random), timer, nanoTime, listener, silence);
        connector.onConnected(breaker::connected);
        connector.onChange(watch::changed);
        // Also where nobody calls: that Redis is away is told before the first user finds out.
        connector.onFailed(failure -> breaker.failed(new RemoteException(
                RemoteException.Reason.DISCONNECTED, "There is no connection to Redis: " + failure, failure)));
        return new Primary(name, connector, breaker, watch);
    }

    /** A primary that is nothing but this connection, with a breaker that nobody hears of. */
    Primary of(Link link) {
        Connector connector = Connector.holding(link, backoff(), timer, nanoTime);
        Breaker breaker = new Breaker(
                connector::proven, new OpenTimes(random), timer, nanoTime, AvailabilityListener.NO_OP, new Silence());
        return new Primary(link.address(), connector, breaker, PrimaryWatch.NO_OP);
    }

    /** One outage from the first primary that is given up to the last that is back. */
    private static final class Together implements AvailabilityListener {

        private final AvailabilityListener listener;
        private final LongSupplier nanoTime;
        private int away;
        private long since;

        Together(AvailabilityListener listener, LongSupplier nanoTime) {
            this.listener = listener;
            this.nanoTime = nanoTime;
        }

        @Override
        public synchronized void unavailable(RemoteException cause) {
            if (away++ == 0) {
                since = nanoTime.getAsLong();
                listener.unavailable(cause);
            }
        }

        @Override
        public synchronized void recovered(Duration outage) {
            if (--away == 0) {
                listener.recovered(Duration.ofNanos(nanoTime.getAsLong() - since));
            }
        }
    }
}
