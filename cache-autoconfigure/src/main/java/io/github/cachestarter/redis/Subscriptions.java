package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;

/** Channels of the primary, or of all primaries of a cluster, that commands go to. Thread-safe. */
public interface Subscriptions extends AutoCloseable {

    /** Subscribes to this channel too, now and after every reconnect. Returns at once. */
    void add(String channel);

    /**
     * A command was told that it may not publish on this channel: it is denied until that is permitted again. Returns at once.
     */
    void mute(String channel, RemoteException failure);

    @Override
    void close();
}
