package io.github.cachestarter.redis;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Waits for replicas with {@code WAIT}. That blocks its connection on the server: on the one that all commands share, one
 * slow replica would hold up every hit. So each primary has a connection for this alone, opened when it is first needed,
 * where {@link ReplicaRounds} wait for many changes at a time. Thread-safe.
 *
 * <p>What was written before counts, whatever connection it came through: the stream to the replicas has one order, and a
 * replica that has a write which was sent after our change was acknowledged has the change.
 *
 * <p>Valid only while the connection that the change went through stands: at the address of one that is lost there may be
 * another server.
 */
final class ReplicaWaits implements AutoCloseable {

    private final Client client;
    private final Route route;
    private final Calls calls;
    private final Map<Wanted, ReplicaRounds> rounds = new ConcurrentHashMap<>();
    private volatile boolean closed;

    ReplicaWaits(Client client, Route route, Calls calls) {
        this.client = client;
        this.route = route;
        this.calls = calls;
    }

    /**
     * Waits for this many replicas.
     *
     * @param prefix what the names of all keys of this application begin with
     */
    Replicas of(String prefix, int enough, Duration atMost) {
        return key -> {
            Link before = link(key);
            return () -> confirm(key, before, prefix, new Terms(enough, atMost));
        };
    }

    private Pending<Boolean> confirm(byte[] key, @Nullable Link before, String prefix, Terms terms) {
        Primary primary = route.of(key);
        Link now = primary == null ? null : primary.link();
        if (closed || primary == null || now == null || before == null || !isSame(now, before)) {
            return Pending.failed(new RemoteException(
                    Reason.NOT_REPLICATED, terms + " have it: the connection to their primary was lost", null));
        }
        return new Confirmed(calls, rounds(now, primary, prefix, terms).next(terms.atMost()), terms);
    }

    /** A connection that was replaced stands for a moment longer, and may lead to the primary before. */
    private static boolean isSame(Link now, Link before) {
        return now == before || (before.isOpen() && now.leadsWhere(before));
    }

    private ReplicaRounds rounds(Link link, Primary primary, String prefix, Terms terms) {
        rounds.keySet().stream().filter(wanted -> !wanted.link().isOpen()).forEach(this::end);
        return rounds.computeIfAbsent(new Wanted(link, terms.enough()), wanted -> {
            link.whenLost(() -> end(wanted));
            byte[] mark = KeyNames.replicationMark(prefix, key -> primary.equals(route.of(key)));
            return new ReplicaRounds(() -> client.open(link.uri()), mark, terms.enough(), calls);
        });
    }

    private void end(Wanted wanted) {
        calls.timer().soon(() -> {
            ReplicaRounds over = rounds.remove(wanted);
            if (over != null) {
                over.close();
            }
        });
    }

    private @Nullable Link link(byte[] key) {
        Primary primary = route.of(key);
        return primary == null ? null : primary.link();
    }

    @Override
    public void close() {
        closed = true;
        rounds.values().forEach(ReplicaRounds::close);
    }

    private record Wanted(Link link, int enough) {}

    /** How many replicas, and how long to wait for them. */
    record Terms(int enough, Duration atMost) {

        @Override
        public String toString() {
            return "Redis has made the change, but it is not known whether " + enough + " of its replicas";
        }

        RemoteException late(@Nullable Throwable cause) {
            String why = cause == null ? "" : ": " + cause.getMessage();
            return new RemoteException(
                    Reason.NOT_REPLICATED, this + " have it, after waiting " + atMost.toMillis() + " ms" + why, cause);
        }
    }
}
