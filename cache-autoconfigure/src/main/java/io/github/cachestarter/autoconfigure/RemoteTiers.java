package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.invalidation.Gate;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisRemoteStore;
import io.github.cachestarter.remote.RemoteTier;
import java.util.function.LongPredicate;

/** Makes the remote tiers of the caches, and lets each cache hear what other instances do to it. Thread-safe. */
final class RemoteTiers {

    private final RedisGateway gateway;
    private final InvalidationBus bus;
    private final PutDeadline putDeadline;
    private final Findings findings;

    RemoteTiers(RedisGateway gateway, InvalidationBus bus, PutDeadline putDeadline, Findings findings) {
        this.gateway = gateway;
        this.bus = bus;
        this.putDeadline = putDeadline;
        this.findings = findings;
    }

    /** Joins the messages of a cache and tells when they allow to use what this process keeps of it. */
    LongPredicate join(KeyNames keys, String cache) {
        Gate gate = bus.join(cache, keys.channel());
        return gate::isOpen;
    }

    RemoteTier create(KeyNames keys, EntryCodec codec) {
        return new RemoteTier(new RedisRemoteStore(gateway, keys, putDeadline, bus.sender(), findings), codec);
    }
}
