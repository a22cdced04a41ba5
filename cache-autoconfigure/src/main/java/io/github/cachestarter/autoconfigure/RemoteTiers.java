package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.Findings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.load.LoadRuntime;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisRemoteStore;
import io.github.cachestarter.remote.RemoteTier;

/** Makes the remote tiers of the caches. What they share is made once. Thread-safe. */
final class RemoteTiers {

    private final RedisGateway gateway;
    private final PutDeadline putDeadline;
    private final long sender;
    private final Findings findings;

    RemoteTiers(RedisGateway gateway, StarterSettings settings, LoadRuntime runtime, Findings findings) {
        this.gateway = gateway;
        this.putDeadline = new PutDeadline(gateway, settings.timeouts().write(), runtime.ticker());
        this.sender = runtime.random().nextLong();
        this.findings = findings;
    }

    RemoteTier create(KeyNames keys, EntryCodec codec) {
        return new RemoteTier(new RedisRemoteStore(gateway, keys, putDeadline, sender, findings), codec);
    }
}
