package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the Sentinels, one each second in turns, who the primary is. An instance without traffic would not notice a failover
 * otherwise: an old primary that was stopped or cut off, and goes on before the Sentinels have made it a replica, answers on
 * its old connections as if nothing had happened (check GH7 of the protocol model). Whoever sends commands meets a
 * lost connection, a silence or a {@code READONLY} anyway.
 *
 * <p>Asking instead of listening to {@code +switch-master}: a message that is lost would be lost for good, a half-open connection
 * would have to be pinged anyway. A view with an older configuration epoch than one that was seen is that of a
 * Sentinel which is cut off from the others, and counts for nothing. For the timer's thread.
 */
final class SentinelWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SentinelWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /**
     * A Sentinel that is asked for the way may be the one that does not know yet, so it is tried again: so many times with
     * each look, and then more rarely, since each time the subscriptions begin anew as well. The Sentinel that leads a
     * failover names the old primary, with the new epoch, until all replicas follow: that begins no new count.
     */
    private static final int TRIES = 3;

    /** In looks. */
    private static final int RARELY = 10;

    private final List<Sentinel> sentinels = new ArrayList<>();
    private final String name;
    private final Primary primary;
    private final Duration patience;
    private final Timer timer;

    private int turn;
    private boolean asking;
    private boolean behind;
    private boolean trying;
    private int inVain;
    private int pause;
    private @Nullable View newest;
    private volatile boolean closed;

    /**
     * @param uri names the Sentinels and what they call the primary
     * @param primary the connection to follow them with
     * @param patience how long one may take to answer
     */
    SentinelWatch(Client client, RedisURI uri, Primary primary, Duration patience, Timer timer) {
        uri.getSentinels().forEach(sentinel -> sentinels.add(new Sentinel(client, sentinel)));
        this.name = uri.getSentinelMasterId();
        this.primary = primary;
        this.patience = patience;
        this.timer = timer;
    }

    void start() {
        timer.after(EVERY, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        timer.after(EVERY, this::look);
        follow();
        if (!asking) {
            asking = true;
            Sentinel next = sentinels.get(turn++ % sentinels.size());
            var ignored = next.ask(name, patience)
                    .whenComplete((view, failure) -> timer.soon(() -> {
                        asking = false;
                        if (view != null) {
                            seen(view);
                        } else {
                            next.close();
                        }
                    }));
        }
    }

    /** What a Sentinel has told. */
    void seen(View view) {
        View before = newest;
        if (before == null) {
            newest = view; // the connection was made a moment ago, to the primary that they named then
        } else if (view.epoch() >= before.epoch()) {
            newest = view;
            if (view.epoch() > before.epoch()) {
                inVain = 0;
                pause = 0;
            }
            if (view.epoch() > before.epoch() || !view.address().equals(before.address())) {
                behind = true;
                follow();
            }
        }
    }

    private void follow() {
        Link link = primary.link();
        View view = newest;
        if (!behind || trying || link == null || view == null) {
            return; // who has no connection asks the Sentinels by himself
        }
        if (view.names(link)) {
            behind = false;
        } else if (pause > 0) {
            pause--;
        } else {
            log.debug("The Sentinels name {} as the primary, and commands go to {}", view.address(), link.address());
            var attempt = primary.connector().refresh();
            trying = true;
            var ignored = attempt.whenComplete((now, failure) -> timer.soon(() -> tried(view, now)));
        }
    }

    /** One that fails does not count: the new primary may be the one that cannot be used yet. */
    private void tried(View view, @Nullable Link now) {
        trying = false;
        if (now != null && !view.names(now)) {
            inVain++;
            pause = inVain < TRIES ? 0 : RARELY;
        }
    }

    @Override
    public void close() {
        closed = true;
        sentinels.forEach(Sentinel::close);
    }

    /**
     * Which server is the primary, as one Sentinel sees it.
     *
     * @param runId of its process; empty: this Sentinel does not know yet
     */
    record View(long epoch, String address, String runId) {

        static View of(Map<String, String> told) {
            return new View(
                    Long.parseLong(told.getOrDefault("config-epoch", "0")),
                    told.get("ip") + ":" + told.get("port"),
                    told.getOrDefault("runid", ""));
        }

        /** An address may have two names; a process has one. */
        boolean names(Link link) {
            return link.address().equals(address) || link.leadsTo(runId);
        }
    }

    /** One of them, with a connection while it answers. */
    private static final class Sentinel {

        private final Client client;
        private final RedisURI uri;
        private @Nullable CompletableFuture<StatefulRedisSentinelConnection<String, String>> connection;

        Sentinel(Client client, RedisURI uri) {
            this.client = client;
            this.uri = uri;
        }

        CompletableFuture<View> ask(String name, Duration patience) {
            try {
                return connected()
                        .thenCompose(open -> open.async().master(name))
                        .thenApply(View::of)
                        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RuntimeException | Error ex) {
                return CompletableFuture.failedFuture(ex);
            }
        }

        private synchronized CompletableFuture<StatefulRedisSentinelConnection<String, String>> connected() {
            if (connection == null) {
                connection = client.openSentinel(uri);
            }
            return connection;
        }

        synchronized void close() {
            if (connection != null) {
                var ignored = connection.thenCompose(StatefulRedisSentinelConnection::closeAsync);
                connection = null;
            }
        }
    }
}
