package io.github.cachestarter.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
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
        return client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                .toCompletableFuture()
                .thenApply(connection -> new Link(connection, connection.async()));
    }

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
