package io.github.cachestarter.redis;

import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the server behind each new connection with the one that was used before, and lets the listeners do what that
 * calls for before anybody uses the connection: replay invalidations after a failover, clear after a restart. A connection
 * in use before its server was known could serve what had been evicted (checks RH3 and RH5 of the protocol model).
 * Thread-safe.
 */
final class Identities {

    private static final Logger log = LoggerFactory.getLogger(Identities.class);
    private static final Duration LISTENERS = Duration.ofSeconds(5);

    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Trials trials;
    private final List<PrimaryChangeListener> listeners = new CopyOnWriteArrayList<>();

    /** By the place of a primary: its address in a cluster, where several are in use. */
    private final Map<String, Identity> known = new ConcurrentHashMap<>();

    /**
     * @param patience how long a server may take to tell who it is
     * @param nanoTime monotonic time in nanoseconds
     * @param trials lets listeners use a connection that nobody else uses yet
     */
    Identities(Duration patience, LongSupplier nanoTime, Trials trials) {
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.trials = trials;
    }

    void add(PrimaryChangeListener listener) {
        listeners.add(listener);
    }

    /**
     * What has to be done before the first use of a connection.
     *
     * @param place tells this primary from the others that are in use at the same time
     */
    CompletionStage<?> beforeUse(Place place, Link link) {
        return ask(link).thenCompose(identity -> {
            Kind kind = kind(place, identity);
            log.debug("{} leads to {}: {}", link.name(), link.address(), kind);
            link.identified(identity.origin());
            return told(kind, identity, place, link).thenAccept(done -> {
                // Its predecessor has been followed: that it is gone says nothing about the next one.
                known.values().removeIf(identity::isDescendantOf);
                known.put(place.name(), identity);
            });
        });
    }

    /** Looks again who a server in use is: its history goes on, and the closer to its end it was seen the better. */
    void look(Place place, Link link) {
        var ignored = ask(link)
                .thenAccept(identity -> known.computeIfPresent(
                        place.name(), (name, before) -> identity.after(before) == Kind.SAME ? identity : before));
    }

    private Kind kind(Place place, Identity identity) {
        Identity before = known.get(place.name());
        if (before != null) {
            return identity.after(before);
        }
        if (known.values().stream().anyMatch(identity::isDescendantOf)) {
            return Kind.SUCCESSOR;
        }
        // Somebody who is gone had these slots, or may have had them.
        return known.keySet().stream().anyMatch(place::isLeft) ? Kind.RESTARTED_OR_UNRELATED : Kind.FIRST;
    }

    private CompletionStage<?> told(Kind kind, Identity identity, Place place, Link link) {
        if (listeners.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Trials.Trial trial = trials.begin(link);
        PrimaryChange change = new PrimaryChange(kind, link.address(), identity.origin(), trial.gateway(), place::owns);
        link.onUse(() -> listeners.forEach(listener -> listener.inUse(change)));
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (PrimaryChangeListener listener : listeners) {
            all = all.thenCompose(done -> listener.beforeUse(change));
        }
        return all.orTimeout(LISTENERS.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> trial.close());
    }

    private CompletableFuture<Identity> ask(Link link) {
        return info(link, "server")
                .thenCombine(info(link, "replication"), (server, replication) -> identity(server + "\n" + replication));
    }

    private CompletableFuture<String> info(Link link, String section) {
        return link.commands()
                .info(section)
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(Identities::untold);
    }

    private Identity identity(String info) {
        return new ServerInfo(info).identity(nanoTime.getAsLong());
    }

    private static String untold(Throwable failure) {
        if (RemoteFailures.unwrap(failure) instanceof RedisCommandExecutionException) {
            return "";
        }
        throw RemoteFailures.of(failure);
    }
}
