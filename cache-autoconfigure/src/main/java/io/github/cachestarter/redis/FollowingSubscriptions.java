package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.cachestarter.redis.SessionOpener.Opened;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions that follow the route of the commands: they belong to the very primary that commands go to, and end with
 * the link to it. An old primary that lives on after a failover would answer PINGs for ever and never tell of an eviction, so a
 * replaced link, a lost one, other primaries in the cluster and a reply that only a server gives that is no primary all
 * mean the same here: disconnected, and open anew. Lettuce's own reconnect is off, since it subscribes again in silence.
 *
 * <p>All state belongs to the timer's one thread: nothing needs a lock, and the listener hears things in an order.
 */
final class FollowingSubscriptions implements Subscriptions {

    private static final Logger log = LoggerFactory.getLogger(FollowingSubscriptions.class);

    /** How often a denied channel is asked for again: somebody may have changed the user's rules. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    /** A session that lasted this long was a good one. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration PATIENCE_AT_END = Duration.ofMillis(250);

    private final Route route;
    private final SessionOpener opener;
    private final SubscriptionListener listener;
    private final Pacing pacing;
    private final Timer timer;
    private final AtomicBoolean closing = new AtomicBoolean();

    private final Set<String> channels = new LinkedHashSet<>();
    private @Nullable SubscriptionSession session;
    private @Nullable Links doubted;
    private boolean opening;
    private boolean closed;
    private int failures;
    private long openedAt;
    private long askedAt;

    /** Nothing happens before {@link #start()}. */
    FollowingSubscriptions(Route route, SessionOpener opener, SubscriptionListener listener, Pacing pacing) {
        this.route = route;
        this.opener = opener;
        this.listener = listener;
        this.pacing = pacing;
        this.timer = pacing.timer();
    }

    /**
     * When things happen.
     *
     * @param timer one thread, of these subscriptions alone
     * @param nanoTime monotonic time in nanoseconds
     * @param backoff the waits between attempts
     * @param period the time between two PINGs
     * @param patience how long a PONG may take before the connection counts as lost
     * @param release ends the timer
     */
    record Pacing(
            Timer timer,
            LongSupplier nanoTime,
            Backoff backoff,
            Duration period,
            Duration patience,
            Runnable release) {}

    void start() {
        timer.soon(this::tick);
        changed();
    }

    /** Commands go through other connections, or through none; returns at once. */
    void changed() {
        timer.soon(this::follow);
    }

    /** A reply to a command says that the server is no primary, so there is another one; returns at once. */
    void doubt() {
        Links link = route.links();
        if (link != null) {
            timer.soon(() -> doubt(link));
        }
    }

    @Override
    public void add(String channel) {
        timer.soon(() -> {
            if (channels.add(channel) && session != null) {
                session.subscribe(channel);
            }
        });
    }

    @Override
    public void mute(String channel, RemoteException failure) {
        timer.soon(() -> {
            if (session != null && channels.contains(channel)) {
                session.denied(channel, failure);
            }
        });
    }

    /** Waits a moment for the connection to end: closed a second time by its client, it would log a warning. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        timer.soon(() -> {
            closed = true;
            SubscriptionSession last = session;
            if (last == null) {
                done.complete(null);
                return;
            }
            session = null;
            listener.disconnected("closed");
            var ignored = last.close().whenComplete((nothing, failure) -> done.complete(null));
        });
        pacing.release().run();
        done.completeOnTimeout(null, PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void tick() {
        if (closed) {
            return;
        }
        timer.after(pacing.period(), this::tick);
        listener.tick();
        long now = pacing.nanoTime().getAsLong();
        SubscriptionSession present = session;
        if (present == null) {
            return;
        }
        if (now - openedAt > SETTLED.toNanos()) {
            failures = 0;
        }
        if (now - askedAt > ASK_AGAIN.toNanos()) {
            askedAt = now;
            present.retryDenied();
        }
        present.tick(now, pacing.patience());
    }

    private void doubt(Links link) {
        if (link.equals(route.links()) && !link.equals(doubted)) {
            doubted = link;
            if (session != null) {
                session.lost("a command was told that this server is no primary");
            }
            follow();
        }
    }

    private void follow() {
        Links link = route.links();
        if (session != null && !session.link().equals(link)) {
            session.lost(link == null ? "the connection for commands was lost" : "commands go to a new connection");
        }
        if (closed || opening || session != null || link == null) {
            return;
        }
        if (link.equals(doubted)) {
            route.doubt();
            again();
            return;
        }
        opening = true;
        var ignored = open(link).whenComplete((opened, failure) -> timer.soon(() -> opened(link, opened, failure)));
    }

    /** An error that passes, as when no thread can be started now, is an attempt in vain and not the last one. */
    private CompletableFuture<Opened> open(Links link) {
        try {
            return opener.open(link);
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void opened(Links link, @Nullable Opened opened, @Nullable Throwable failure) {
        opening = false;
        if (opened == null) {
            log.debug("No subscriptions ({})", String.valueOf(failure));
            // An instance without traffic would not notice otherwise that commands should go to another primary by now.
            route.doubt();
            again();
        } else if (closed || !link.equals(route.links()) || link.equals(doubted)) {
            opened.close();
            follow();
        } else {
            begin(link, opened);
        }
    }

    private void begin(Links link, Opened opened) {
        ClusterWatch watch = opened.view() == null
                ? null
                : new ClusterWatch(
                        opened.nodes(), opened.view(), pacing.patience().dividedBy(2), timer);
        SubscriptionSession begun = new SubscriptionSession(link, watch, listener, this::ended);
        for (int i = 0; i < opened.nodes().size(); i++) {
            Link node = opened.nodes().get(i);
            begun.add(new Subscriber(opened.connections().get(i), node, begun, timer));
        }
        session = begun;
        openedAt = pacing.nanoTime().getAsLong();
        askedAt = openedAt;
        listener.connected();
        begun.start();
        channels.forEach(begun::subscribe);
    }

    private void ended(SubscriptionSession over, String why) {
        log.debug("The subscriptions are lost: {}", why);
        session = null;
        listener.disconnected(why);
        again();
    }

    private void again() {
        if (!closed) {
            failures++;
            timer.after(pacing.backoff().after(failures), this::follow);
        }
    }
}
