package io.github.cachestarter.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Connections to a Redis Cluster: the nodes are asked for their topology before every new one. */
final class ClusterLinks implements LinkSource {

    private final ClientResources resources;
    private final RedisClusterClient client;

    /** For connections to one node that nobody repairs. */
    private final RedisClient nodes;

    ClusterLinks(LettuceOptions options) {
        this.resources = options.resources();
        this.client = RedisClusterClient.create(resources, options.uris());
        this.client.setOptions(options.cluster());
        this.nodes = RedisClient.create(resources);
        this.nodes.setOptions(options.single());
    }

    @Override
    public CompletableFuture<Link> open() {
        return client.refreshPartitionsAsync()
                .thenCompose(refreshed -> client.connectAsync(ByteArrayCodec.INSTANCE))
                .toCompletableFuture()
                .thenApply(Link::to);
    }

    @Override
    public CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> openPubSub(RedisURI server) {
        return nodes.connectPubSubAsync(ByteArrayCodec.INSTANCE, server).toCompletableFuture();
    }

    @Override
    public CompletableFuture<?> refresh() {
        return client.refreshPartitionsAsync().toCompletableFuture();
    }

    @Override
    public void close() {
        nodes.shutdown(0, 2, TimeUnit.SECONDS);
        client.shutdown(0, 2, TimeUnit.SECONDS);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
