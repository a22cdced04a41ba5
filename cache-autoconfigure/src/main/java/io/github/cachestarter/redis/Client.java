package io.github.cachestarter.redis;

import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own Lettuce client: opens every connection of one access to Redis. Close it after all that uses it. */
final class Client implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Client.class);
    private static final int ROUNDS = 100;
    private static final int ROUND_MILLIS = 20;

    private final ClientResources resources;
    private final Channels client;
    private final Map<Object, CompletableFuture<?>> opening = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Client(LettuceOptions options) {
        this.resources = options.resources();
        this.client = new Channels(resources);
        this.client.setOptions(options.client());
    }

    /**
     * Opens a new connection; a URI that names Sentinels leads to the primary that they name. May resolve a host name on
     * the calling thread.
     */
    CompletableFuture<Link> open(RedisURI uri) {
        return watched(() -> {
            ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> connected =
                    client.connectAsync(ByteArrayCodec.INSTANCE, uri);
            return connected.toCompletableFuture().thenApply(connection -> {
                SocketAddress remote = connected.getRemoteAddress();
                return new Link(connection, address(remote), direct(uri, remote));
            });
        });
    }

    /** Opens a new connection for subscriptions to one server; may block as {@link #open} may. */
    CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub(RedisURI server) {
        return watched(
                () -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE, server).toCompletableFuture());
    }

    /** Opens a new connection to one Sentinel; may block as {@link #open} may. */
    CompletableFuture<StatefulRedisSentinelConnection<String, String>> openSentinel(RedisURI sentinel) {
        return watched(() -> client.connectSentinelAsync(StringCodec.UTF8, sentinel));
    }

    /** Either an attempt sees that this is closed, or the closing sees the attempt. */
    private <T> CompletableFuture<T> watched(Supplier<CompletableFuture<T>> attempt) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Object number = new Object();
        opening.put(number, result);
        var ignored = result.whenComplete((opened, failure) -> opening.remove(number));
        if (closed) {
            result.completeExceptionally(new IllegalStateException("The client of Redis was closed"));
            return result;
        }
        try {
            pass(attempt.get(), result);
        } catch (RuntimeException | Error ex) {
            result.completeExceptionally(ex);
        }
        return result;
    }

    private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        var ignored = from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** With Sentinel, the way to the primary that was found: asked again, they might name another one. */
    private static RedisURI direct(RedisURI uri, SocketAddress remote) {
        if (uri.getSentinelMasterId() == null || !(remote instanceof InetSocketAddress inet)) {
            return uri;
        }
        return RedisURI.builder(uri)
                .withHost(inet.getHostString())
                .withPort(inet.getPort())
                .build();
    }

    /** With Sentinel, this tells where the primary is now. */
    private static String address(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : remote.toString();
    }

    /**
     * Closes every connection and ends every thread, within two seconds each. First the connections, those in the middle of
     * their handshake too, and the threads only when no attempt is left: a handshake whose time is over closes its channel,
     * and Netty would log at ERROR that nobody is left to be told.
     */
    @Override
    public void close() {
        closed = true;
        awaitNothingOpening();
        client.shutdown(0, 2, TimeUnit.SECONDS);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        resources.eventLoopGroupProvider().shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private void awaitNothingOpening() {
        // A TCP connect cannot be broken off: it becomes a channel that can be closed, or fails at its own time limit.
        for (int round = 0; round < ROUNDS && !opening.isEmpty(); round++) {
            client.closeChannels();
            try {
                CompletableFuture.allOf(opening.values().toArray(CompletableFuture[]::new))
                        .get(ROUND_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException ex) {
                log.trace("Still closing", ex);
            }
        }
    }

    /** Lettuce's client, with its channels in reach. */
    private static final class Channels extends RedisClient {

        Channels(ClientResources resources) {
            super(resources, new RedisURI());
        }

        void closeChannels() {
            var ignored = channels.close();
        }
    }
}
