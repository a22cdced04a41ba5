package io.github.cachestarter.redis;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections to one primary: a single server, the one that Sentinel names, or one of a fixed group, tried in turn. */
final class SingleLinks implements LinkSource {

    private final Client client;
    private final List<RedisURI> uris;
    private final AtomicInteger turn = new AtomicInteger();

    SingleLinks(Client client, List<RedisURI> uris) {
        this.client = client;
        this.uris = uris;
    }

    @Override
    public CompletableFuture<Link> open() {
        return client.open(uris.get(Math.floorMod(turn.getAndIncrement(), uris.size())));
    }
}
