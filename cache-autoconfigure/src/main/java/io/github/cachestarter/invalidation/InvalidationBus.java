package io.github.cachestarter.invalidation;

import io.github.cachestarter.Findings;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.codec.Sender;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.SubscriptionListener;
import io.github.cachestarter.redis.Subscriptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Hears what other instances did to the entries of the caches that this one uses, and says through a {@link Gate} for each
 * of them how far that can be relied on. The changes are published by the scripts that make them, one channel for each
 * cache; messages are handled on the connection's own thread, with nothing between that they could overtake or be
 * overtaken by. See {@link Gatekeeper} for what opens a gate. Thread-safe; nothing here waits for Redis.
 */
public final class InvalidationBus implements AutoCloseable {

    private final BusSettings settings;
    private final Listeners listeners = new Listeners();
    private final Map<String, Gate> joined = new ConcurrentHashMap<>();
    private final Inbox inbox;
    private final Gatekeeper gatekeeper;
    private final Subscriptions subscriptions;

    /** @param subscribe opens the subscriptions that a listener hears */
    InvalidationBus(BusSettings settings, Findings findings, Function<SubscriptionListener, Subscriptions> subscribe) {
        this.settings = settings;
        this.inbox = new Inbox(settings.sender(), listeners);
        this.gatekeeper = new Gatekeeper(settings, inbox, listeners, findings);
        this.subscriptions = subscribe.apply(gatekeeper);
    }

    /**
     * Opens a bus over a connection of its own to the Redis of this access. A Redis that is away is waited for. Close it
     * before the access.
     *
     * @param findings hears of channels that the server keeps from us
     */
    public static InvalidationBus open(RedisAccess access, BusSettings settings, Findings findings) {
        return new InvalidationBus(settings, findings, listener -> access.subscribe(listener, settings.maxStaleness()));
    }

    /**
     * Adds a listener, called after those that were added before. What it throws is counted and stops nobody. It should be
     * there before the first {@link #join}, so that it misses nothing.
     */
    public void listen(InvalidationListener listener) {
        listeners.add(listener);
    }

    /** Adds an observer of the bus itself. */
    public void observe(BusObserver observer) {
        gatekeeper.state().observe(observer);
    }

    /**
     * Hears the messages of this cache from now on. Never blocks; the gate is shut until the channel is subscribed to.
     *
     * @param cache the cache's name
     * @param channel where its changes are announced
     * @return the cache's gate, the same one at every call
     */
    public Gate join(String cache, String channel) {
        Gate gate = gatekeeper.gate(cache, channel);
        joined.put(cache, gate);
        subscriptions.add(channel);
        return gate;
    }

    /** Whether the gate of this cache is open now. Cheap. */
    public boolean isHeard(String cache) {
        Gate gate = joined.get(cache);
        return gate != null && gate.isOpen(settings.nanoTime().getAsLong());
    }

    /** Whether the server does not let us hear of this cache. */
    public boolean isDenied(String cache) {
        return gatekeeper.isDenied(cache);
    }

    /**
     * A change on this channel was made and could not be announced, as the server said: the gate shuts until it can be. Who
     * shares our rules cannot tell us either. Returns at once.
     */
    public void unannounced(String channel) {
        subscriptions.mute(
                channel, new RemoteException(Reason.DENIED, "a change was made and could not be announced", null));
    }

    /** What this instance's own messages carry. */
    public Sender sender() {
        return settings.sender();
    }

    /** The bus in numbers, now. */
    public BusSnapshot snapshot() {
        BusState state = gatekeeper.state();
        return new BusSnapshot(
                state.open(),
                state.since(),
                state.lag(),
                gatekeeper.subscribed(),
                gatekeeper.denied(),
                inbox.received(),
                inbox.ignored(),
                listeners.failures(),
                state.reconnects(),
                state.jumps(),
                state.lastLoss());
    }

    /** Ends the subscriptions; the gates shut. */
    @Override
    public void close() {
        subscriptions.close();
    }
}
