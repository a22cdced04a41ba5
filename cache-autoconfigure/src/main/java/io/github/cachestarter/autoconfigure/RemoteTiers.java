package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.invalidation.Gate;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.InvalidationLog;
import io.github.cachestarter.invalidation.MarkerMemory;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.invalidation.Repairs;
import io.github.cachestarter.load.Marking;
import io.github.cachestarter.load.RepairingMarkers;
import io.github.cachestarter.load.RepairingStore;
import io.github.cachestarter.load.SentChanges;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.redis.Replicas;
import io.github.cachestarter.remote.Announcements;
import io.github.cachestarter.remote.PutDeadline;
import io.github.cachestarter.remote.RedisRemoteMarkers;
import io.github.cachestarter.remote.RedisRemoteStore;
import io.github.cachestarter.remote.RedisSweeper;
import io.github.cachestarter.remote.RedisSweeper.Housekeeping;
import io.github.cachestarter.remote.RemoteMarkers;
import io.github.cachestarter.remote.RemoteStore;
import io.github.cachestarter.remote.RemoteTier;
import io.github.cachestarter.remote.Sweeper;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the remote tiers of the caches, and lets each cache hear what other instances do to it. Thread-safe. */
final class RemoteTiers {

    private final RedisGateway gateway;
    private final InvalidationBus bus;
    private final MarkerMemory markers;
    private final Basics basics;
    private final Repair repair;

    RemoteTiers(RedisGateway gateway, InvalidationBus bus, MarkerMemory markers, Basics basics, Repair repair) {
        this.gateway = gateway;
        this.bus = bus;
        this.markers = markers;
        this.basics = basics;
        this.repair = repair;
    }

    /** Joins the messages of a cache and tells when they allow to use what this process keeps of it. */
    LongPredicate join(KeyNames keys, String cache) {
        Gate gate = bus.join(cache, keys.channel());
        return gate::isOpen;
    }

    /**
     * Creates what a cache has in Redis. Nothing of it goes there past the queue of what has not reached it.
     *
     * @param heard whether messages are known to have come through shortly before a time
     */
    RemoteCache create(CacheSettings cache, KeyNames keys, EntryCodec codec, LongPredicate heard) {
        Announcements announcements = announcements(keys);
        Duration idle = cache.ttl().idle().orElse(null);
        RemoteStore store = basics.tracing()
                .observed(cache.name(), new RedisRemoteStore(gateway, basics.putDeadline(), announcements, idle));
        Duration longer = cache.load().freshness().stale().onError();
        Duration longest = cache.ttl().maxTtl().plus(longer);
        RemoteMarkers remote = new RedisRemoteMarkers(gateway, keys, longest, announcements);
        SentChanges changes = new SentChanges(cache.name(), keys.markers(), store, repair.log());
        Repairs repairs = repair.queue().forCache(cache.name(), changes);
        CacheMarkers known = markers.of(cache.name());
        Marking marking = new Marking(
                known,
                new RepairingMarkers(remote, known, changes, repairs),
                heard,
                basics.ticker(),
                sweeper(cache, keys));
        changes.clearBy(marking);
        RemoteTier tier = new RemoteTier(
                new RepairingStore(changes, repairs), codec, longer, idle, replicas(cache.replicas()), keys.markers());
        return new RemoteCache(tier, marking);
    }

    /** What was cleared is not swept away where it may stand in for loads that fail. */
    private Sweeper sweeper(CacheSettings cache, KeyNames keys) {
        return cache.load().freshness().stale().onEvict()
                ? Sweeper.NONE
                : new RedisSweeper(gateway, keys, basics.housekeeping());
    }

    private @Nullable Replicas replicas(ReplicaSettings wanted) {
        return wanted.count() == 0 ? null : basics.replicas().apply(wanted);
    }

    private Announcements announcements(KeyNames keys) {
        return new Announcements(keys, bus.sender(), basics.findings(), () -> bus.unannounced(keys.channel()));
    }

    /** The entries and the markers of one cache. */
    record RemoteCache(RemoteTier entries, Marking markers) {}

    /** What keeps changes that Redis does not have, or may not have for long. */
    record Repair(RepairQueue queue, InvalidationLog log) {}

    /** What all caches share beside that. */
    record Basics(
            PutDeadline putDeadline,
            LongSupplier ticker,
            Findings findings,
            Housekeeping housekeeping,
            Function<ReplicaSettings, Replicas> replicas,
            CacheTracing tracing) {}
}
