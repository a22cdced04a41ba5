package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.invalidation.Gate;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.MarkerMemory;
import io.github.cachestarter.load.Marking;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.remote.Announcements;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisRemoteMarkers;
import io.github.cachestarter.remote.RedisRemoteStore;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteTier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/** Makes the remote tiers of the caches, and lets each cache hear what other instances do to it. Thread-safe. */
final class RemoteTiers {

    private final RedisGateway gateway;
    private final InvalidationBus bus;
    private final MarkerMemory markers;
    private final PutDeadline putDeadline;
    private final LongSupplier ticker;
    private final Findings findings;

    RemoteTiers(
            RedisGateway gateway,
            InvalidationBus bus,
            MarkerMemory markers,
            PutDeadline putDeadline,
            LongSupplier ticker,
            Findings findings) {
        this.gateway = gateway;
        this.bus = bus;
        this.markers = markers;
        this.putDeadline = putDeadline;
        this.ticker = ticker;
        this.findings = findings;
    }

    /** Joins the messages of a cache and tells when they allow to use what this process keeps of it. */
    LongPredicate join(KeyNames keys, String cache) {
        Gate gate = bus.join(cache, keys.channel());
        return gate::isOpen;
    }

    RemoteTier create(KeyNames keys, EntryCodec codec) {
        return new RemoteTier(new RedisRemoteStore(gateway, putDeadline, announcements(keys)), codec);
    }

    /**
     * Creates the markers of a cache.
     *
     * @param heard whether messages are known to have come through shortly before a time
     */
    Marking markers(CacheSettings cache, KeyNames keys, LongPredicate heard) {
        RemoteMarkers remote = new RedisRemoteMarkers(gateway, keys, cache.ttl().maxTtl(), announcements(keys));
        return new Marking(markers.of(cache.name()), remote, heard, ticker);
    }

    private Announcements announcements(KeyNames keys) {
        return new Announcements(keys, bus.sender(), findings);
    }
}
