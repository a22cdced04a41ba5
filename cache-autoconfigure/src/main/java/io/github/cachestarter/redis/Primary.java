package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One primary as far as commands are concerned: the connection to it and the breaker before it. A cluster has one of
 * these for each of its primaries, so that one that is silent costs nothing to the keys of the others. Thread-safe.
 */
final class Primary implements AutoCloseable {

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

    /** A command had its reply, of whatever kind. */
    void succeeded() {
        breaker.succeeded();
    }

    /**
     * A command failed. A lost connection is one failure, however many commands were under way, and that there is none is one
     * only when it was tried in vain to make another: otherwise one reset connection would stop a busy instance, whose
     * next command has a new connection a millisecond later.
     *
     * @param link what it was sent through; null: there was no connection
     */
    void failed(RemoteException failure, @Nullable Link link) {
        if (failure.reason() != Reason.DISCONNECTED || (link == null ? connector.isFailing() : link.isLossNew())) {
            breaker.failed(failure);
        }
        if (failure.reason() == Reason.NOT_WRITABLE) {
            watch.refused(failure);
        }
    }

    /** As {@link Outcomes#mayGoOn}. */
    boolean mayGoOn(Duration rest) {
        return breaker.mayGoOn(rest);
    }

    @Override
    public void close() {
        breaker.close();
        connector.close();
    }
}
