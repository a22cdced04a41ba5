package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions to all primaries that commands go to at one time. They stand and fall together: a channel is subscribed
 * when every primary says so, a time is proved when every one of them has proved it, and the first loss ends them all. In a cluster
 * that is stricter than it would have to be, since one primary that is away shuts the gate for the keys of the others too;
 * in return nobody has to know on which node a key lies while the slots move.
 *
 * <p>For the timer's thread, except for messages.
 */
final class SubscriptionSession implements Subscriber.Owner {

    private final Links link;
    private final @Nullable ClusterWatch watch;
    private final SubscriptionListener listener;
    private final Ending ending;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Map<String, Set<Subscriber>> acknowledged = new HashMap<>();
    private final Set<String> denied = new HashSet<>();

    private boolean ended;
    private @Nullable Long proved;

    /** Hears that a session is over. */
    @FunctionalInterface
    interface Ending {

        void ended(SubscriptionSession session, String why);
    }

    /**
     * @param watch finds out whether they are still all; null where there can be only one
     */
    SubscriptionSession(Links link, @Nullable ClusterWatch watch, SubscriptionListener listener, Ending ending) {
        this.link = link;
        this.watch = watch;
        this.listener = listener;
        this.ending = ending;
    }

    /** Begins to listen to one more primary; all of them before the first channel. */
    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void start() {
        List.copyOf(subscribers).forEach(Subscriber::start);
    }

    Links link() {
        return link;
    }

    void subscribe(String channel) {
        denied.remove(channel);
        if (!ended) {
            subscribers.forEach(subscriber -> subscriber.subscribe(channel));
        }
    }

    /** Asks again for what was refused. */
    void retryDenied() {
        List.copyOf(denied).forEach(this::subscribe);
    }

    /** Sends the next PINGs, and looks whether the primaries are still the same. */
    void tick(long now, Duration patience) {
        for (Subscriber subscriber : subscribers) {
            if (!ended) {
                subscriber.ping(now, patience);
            }
        }
        if (watch != null && !ended) {
            watch.look(now, this::proved, this::lost);
        }
    }

    /** Ends without a word to anybody; completes when the connections are closed. */
    CompletableFuture<Void> close() {
        ended = true;
        return CompletableFuture.allOf(
                subscribers.stream().map(Subscriber::close).toArray(CompletableFuture[]::new));
    }

    @Override
    public void message(byte[] channel, byte[] message) {
        listener.message(channel, message);
    }

    @Override
    public void acknowledged(Subscriber by, String channel) {
        Set<Subscriber> sides = acknowledged.computeIfAbsent(channel, name -> new HashSet<>());
        if (!ended && sides.add(by) && sides.size() == subscribers.size()) {
            listener.subscribed(channel);
        }
    }

    @Override
    public void denied(String channel, RemoteException failure) {
        acknowledged.remove(channel);
        if (!ended && denied.add(channel)) {
            listener.denied(channel, failure);
        }
    }

    @Override
    public void proved() {
        Long oldest = watch == null ? null : watch.proof();
        if (ended || (watch != null && oldest == null)) {
            return;
        }
        for (Subscriber subscriber : subscribers) {
            Long proof = subscriber.proof();
            if (proof == null) {
                return;
            }
            oldest = oldest == null || proof - oldest < 0 ? proof : oldest;
        }
        if (oldest != null && (proved == null || oldest - proved > 0)) {
            proved = oldest;
            listener.proved(oldest);
        }
    }

    @Override
    public void lost(String why) {
        if (!ended) {
            var ignored = close();
            ending.ended(this, why);
        }
    }
}
