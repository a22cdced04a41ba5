package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;

/**
 * Hears what comes over {@link Subscriptions}. Messages come on the connections' own threads, those of one server in the
 * order in which it published; everything else comes on one thread of its own. Implementations are brief and never throw.
 */
public interface SubscriptionListener {

    /** A message, possibly the same one from several servers. */
    void message(byte[] channel, byte[] message);

    /** There is a connection to every primary; nothing is subscribed yet. */
    void connected();

    /** From now on messages of this channel are heard, from every primary. What was sent before is lost. */
    void subscribed(String channel);

    /**
     * The server does not let us hear this channel or publish on it. Who may not publish cannot hear of others either, as
     * far as anybody can tell: they have the same rules most of the time. From now on it counts as not subscribed. Asked
     * again once a minute and after every reconnect.
     */
    void denied(String channel, RemoteException failure);

    /** The next PINGs are about to be sent. */
    void tick();

    /**
     * Every message of the subscribed channels that any primary had published before this time was handed out.
     *
     * @param sentNanos the monotonic time at which the PING that proves it was sent; never less than the one before
     */
    void proved(long sentNanos);

    /**
     * Nothing is subscribed any more and nothing proved, until {@link #connected}. Comes once for each of these.
     *
     * @param why what happened, for people
     */
    void disconnected(String why);
}
