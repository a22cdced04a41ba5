package io.github.cachestarter.redis;

import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to one primary: a single server, the one that Sentinel names, or one of a fixed group, tried in turn. */
final class SingleLinks implements LinkSource {

    private final List<RedisURI> uris;
    private final AtomicInteger turn = new AtomicInteger();
    private final ClientResources resources;
    private final RedisClient client;

    SingleLinks(LettuceOptions options) {
        this.uris = options.uris();
        this.resources = options.resources();
        this.client = RedisClient.create(resources);
        this.client.setOptions(options.single());
    }

    @Override
    public CompletableFuture<Link> open() {
        RedisURI uri = uris.get(Math.floorMod(turn.getAndIncrement(), uris.size()));
        ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> connected =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri);
        return connected.toCompletableFuture().thenApply(connection -> {
            SocketAddress remote = connected.getRemoteAddress();
            return Link.to(connection, address(remote), direct(uri, remote));
        });
    }

    @Override
    public CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub(RedisURI server) {
        return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, server).toCompletableFuture();
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

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
