package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One primary as far as commands are concerned: the connection to it and the breaker before it. A cluster has one of
 * these for each of its primaries, so that one that is silent costs nothing to the keys of the others. Thread-safe.
 */
final class Primary implements Outcomes, AutoCloseable {

    private final String name;
    private final Connector connector;
    private final Breaker breaker;
    private final PrimaryWatch watch;

    /** @param name where it is; for people, and for redirects in a cluster */
    Primary(String name, Connector connector, Breaker breaker, PrimaryWatch watch) {
        this.name = name;
        this.connector = connector;
        this.breaker = breaker;
        this.watch = watch;
        breaker.onOpen(connector::abandon);
    }

    String name() {
        return name;
    }

    Connector connector() {
        return connector;
    }

    Breaker breaker() {
        return breaker;
    }

    /** The connection to use now; null while there is none. */
    @Nullable
    Link link() {
        return connector.current();
    }

    /** Whether commands are sent: a connection is there and the breaker is closed. */
    boolean available() {
        Link link = connector.current();
        return link != null && link.isOpen() && breaker.permits();
    }

    /** Whether the breaker lets commands through. Costs one volatile read. */
    boolean permits() {
        return breaker.permits();
    }

    @Override
    public void succeeded() {
        breaker.succeeded();
    }

    @Override
    public void failed(RemoteException failure) {
        breaker.failed(failure);
        if (failure.reason() == Reason.NOT_WRITABLE) {
            watch.refused(failure);
        }
    }

    @Override
    public boolean mayGoOn(Duration rest) {
        return breaker.mayGoOn(rest);
    }

    @Override
    public void close() {
        breaker.close();
        connector.close();
    }
}
