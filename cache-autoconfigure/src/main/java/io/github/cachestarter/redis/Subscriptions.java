package io.github.cachestarter.redis;

/** Channels of the primary, or of all primaries of a cluster, that commands go to. Thread-safe. */
public interface Subscriptions extends AutoCloseable {

    /** Subscribes to this channel too, now and after every reconnect. Returns at once. */
    void add(String channel);

    @Override
    void close();
}
