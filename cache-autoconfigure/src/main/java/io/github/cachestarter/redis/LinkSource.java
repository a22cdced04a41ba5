package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;

/** Opens new connections to one target, each within the connect timeout. Thread-safe. */
interface LinkSource extends AutoCloseable {

    /**
     * Opens a new connection. May resolve a host name on the calling thread, so it is never called on a caller's thread or
     * on an event loop.
     */
    CompletableFuture<Link> open();

    /** Opens a new connection for subscriptions to one server; as {@link #open()} does, it may block its caller. */
    CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub(RedisURI server);

    /** Asks a cluster which nodes it has now: links know of them then. Nothing to do for a single primary. */
    default CompletableFuture<?> refresh() {
        return CompletableFuture.completedFuture(null);
    }

    /** Closes every connection and ends every thread of the client, within two seconds. */
    @Override
    void close();
}
