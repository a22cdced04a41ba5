package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ClearSettings;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.redis.ServerCheckMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the user wrote below {@code cache-starter}. Null means "not set"; {@link CacheSettingsResolver} and {@link
 * StarterSettings} decide what holds then. The texts here are what an IDE shows, the defaults stand in
 * {@code additional-spring-configuration-metadata.json} and a test keeps all three in step.
 *
 * @param enabled Whether the starter provides the application's cache manager.
 * @param mode Which tiers are used: memory of the process over Redis (tiered), Redis alone (remote), or memory of the
 *     process alone (local), which needs no Redis.
 * @param prefix First part of every Redis key. Default: spring.application.name, or "app" if that is not set either.
 * @param createOnDemand Whether a cache that nobody configured is created with the defaults at its first use. If not,
 *     only the caches below cache-starter.caches and spring.cache.cache-names exist.
 * @param serverCheck What happens when the Redis server is set up in a way that hurts a cache (for example
 *     maxmemory-policy noeviction): log a warning, stop the start, or do not look.
 * @param timeouts How long commands to Redis may take.
 * @param repair What becomes of changes that Redis has not acknowledged.
 * @param types Fully qualified names of classes that cached values may contain although no declared type mentions them,
 *     for example the implementations of an open interface.
 * @param local What all caches' memory in the process has in common.
 * @param values How values are kept exact.
 * @param readiness The readiness audit: the production checklist.
 * @param insight What is looked at beside what is counted.
 * @param warmUp What the start of the application may take, with all caches together.
 * @param javaCodec The "java" codec (JDK serialization).
 * @param defaults Settings of every cache that does not say otherwise.
 * @param caches Settings of single caches by name. Write names with other characters than letters, digits and "-" in
 *     brackets: cache-starter.caches[user_orders].ttl
 */
@ConfigurationProperties(prefix = CacheStarterProperties.PREFIX, ignoreUnknownFields = false)
record CacheStarterProperties(
        @Nullable Boolean enabled,
        @Nullable Mode mode,
        @Nullable String prefix,
        @Nullable Boolean createOnDemand,
        @Nullable ServerCheckMode serverCheck,
        @DefaultValue Timeouts timeouts,
        @DefaultValue Repair repair,
        @DefaultValue List<String> types,
        @DefaultValue AllLocal local,
        @DefaultValue Values values,
        @DefaultValue Readiness readiness,
        @DefaultValue Insight insight,
        @DefaultValue AllWarmUp warmUp,
        @DefaultValue JavaCodec javaCodec,
        @DefaultValue PerCache defaults,
        @DefaultValue Map<String, PerCache> caches) {

    static final String PREFIX = "cache-starter";

    CacheStarterProperties {
        types = List.copyOf(types);
        caches = Map.copyOf(caches);
    }

    /** Which tiers are used. */
    enum Mode {
        /** Caffeine in the process over Redis. */
        TIERED,
        /** Redis alone. */
        REMOTE,
        /** Caffeine in the process alone. */
        LOCAL
    }

    /** What a value that cannot be kept exactly leads to. */
    enum OnRefused {
        LOCAL,
        FAIL
    }

    /**
     * How long commands may take.
     *
     * @param read Longest time a cached call waits for a read from Redis.
     * @param write Longest time a put, an eviction or the lease of a load waits for Redis.
     * @param connect Longest time a connection to Redis may take to come about.
     */
    record Timeouts(
            @Nullable Duration read,
            @Nullable Duration write,
            @Nullable Duration connect) {}

    /**
     * What the local tiers have in common.
     *
     * @param maxStaleness Longest time an entry in the memory of another instance may outlive its eviction, when messages
     *     are lost or a connection is dead without anybody noticing.
     */
    record AllLocal(@Nullable Duration maxStaleness) {}

    /**
     * What becomes of evictions, puts and clears that Redis has not acknowledged: they are kept in memory and sent again
     * until it has.
     *
     * @param maxKeys How many keys are kept at most. When there are more, the evictions of one cache become one clear of
     *     it.
     * @param shutdownWait How long a shutdown waits for Redis to acknowledge what is kept; it waits only if there is
     *     something.
     */
    record Repair(@Nullable Integer maxKeys, @Nullable Duration shutdownWait) {}

    /**
     * How values are kept exact.
     *
     * @param onRefused What happens to a value that cannot be kept exactly: it is not stored in Redis and a finding
     *     names class, field and remedy (local), or the start or the call fails (fail).
     * @param selfCheck How often a stored value is decoded again and compared.
     */
    record Values(
            @Nullable OnRefused onRefused, @DefaultValue SelfCheck selfCheck) {}

    /**
     * How often the codec is checked.
     *
     * @param first How many of the first values of every class are decoded again and compared before they are stored; 0
     *     = none.
     * @param oneIn After the first ones, one value in so many is decoded again and compared; 0 = none.
     */
    record SelfCheck(@Nullable Integer first, @Nullable Integer oneIn) {}

    /**
     * The readiness audit.
     *
     * @param log Whether the log says at start what the audit found, one line for each thing to change.
     * @param sensitive Names of caches whose data is sensitive, beyond what names and annotations suggest: an old copy, or
     *     somebody else's, would hurt. Also ends the recording of the cache's keys, and with it its warm-up but for what a
     *     CacheWarmer names.
     * @param accept Items of the audit that are wanted as they are and no longer count: the name of a check (encryption), or
     *     a cache, a slash and a check (products/sensitive-data).
     */
    record Readiness(
            @Nullable Boolean log,
            @DefaultValue List<String> sensitive,
            @DefaultValue List<String> accept) {

        Readiness {
            sensitive = List.copyOf(sensitive);
            accept = List.copyOf(accept);
        }
    }

    /**
     * What is looked at beside what is counted.
     *
     * @param enabled Whether reads are sampled for the sizing and for the keys that stand out.
     * @param serverSamples Whether one of the instances looks at 500 random keys of the servers once a minute, for the
     *     memory, the number and the times-to-live of the entries of each cache.
     * @param recordKeys Names of caches whose keys are recorded (hot and big keys, keys for the next start) although the name
     *     suggests secrets (credential, iban, otp, password, secret, session, token) or cache-starter.readiness.sensitive
     *     lists it.
     */
    record Insight(
            @Nullable Boolean enabled,
            @Nullable Boolean serverSamples,
            @DefaultValue List<String> recordKeys) {

        Insight {
            recordKeys = List.copyOf(recordKeys);
        }
    }

    /**
     * What the start of the application may take, with all caches together.
     *
     * @param maxWait How long the application becomes ready later at most, so that its caches are warm; 0 = nothing is read or
     *     loaded at start.
     * @param concurrency How many keys the CacheWarmer beans load at a time.
     */
    record AllWarmUp(@Nullable Duration maxWait, @Nullable Integer concurrency) {}

    /**
     * The codec "java".
     *
     * @param allow Classes that the "java" codec may read: fully qualified names, or a package with ".*" (its classes)
     *     or ".**" (those of its subpackages too). Without an entry that codec cannot be used.
     */
    record JavaCodec(@DefaultValue List<String> allow) {

        JavaCodec {
            allow = List.copyOf(allow);
        }
    }

    /**
     * Settings that each cache has. Three of them are text, since they have a form of their own ({@code off},
     * {@code 10%}, {@code 1MiB}).
     *
     * @param enabled Whether the cache stores anything. If not, it passes every call through.
     * @param ttl How long entries live. There is no way to say "for ever".
     * @param maxTtl No entry lives longer than this, whatever decides its time-to-live.
     * @param ttlJitter Share of the time-to-live that is taken away at random, so that entries of one moment do not
     *     expire in one moment: 10% or 0.1. Spread downwards, the time-to-live stays the upper bound.
     * @param timeToIdle How long an entry lives after each read, up to max-ttl, or "off": its ttl counts.
     * @param ttlUntil When all entries expire, as a cron expression of six fields such as "0 0 6 * * *", at max-ttl at the
     *     latest, or "off": their ttl counts.
     * @param ttlZone Time zone of ttl-until.
     * @param nullTtl How long a cached null lives, or "off": nulls are not cached.
     * @param keyVersion Part of every Redis key. Change it to start with an empty cache.
     * @param type Fully qualified name of the class of the values, for a cache that is used by hand. Cached methods
     *     declare their own.
     * @param codec How values become bytes: "json", "java" or the id of a ValueCodec bean.
     * @param maxPayload Largest value in bytes, before compression, that is stored.
     * @param compressionThreshold Values of at least this many bytes are compressed; 0 or "off" = never.
     * @param outageLocalTtl How long after its load an entry in the memory of the process may be used while Redis is away;
     *     0 = never.
     * @param onEvictFailure What an eviction, put or clear that Redis has not acknowledged means for its caller: nothing,
     *     it is repaired in the background (repair), or the caller gets an exception as well (throw).
     * @param waitReplicas How many replicas must have an eviction, put or clear before its caller goes on; 0 = none. It
     *     bounds what a failover can bring back.
     * @param waitReplicasTimeout Longest time that a caller waits for replicas, after Redis has acknowledged its change.
     * @param load How misses are loaded.
     * @param local What is kept in the memory of the process.
     * @param loadLimit How many loads run at a time.
     * @param refresh How entries are loaded anew before they expire.
     * @param stale How long entries stand in for loads that fail.
     * @param clear What a clear of the cache does.
     * @param warmUp What is recorded for the next start, and had in memory before the application is ready.
     */
    record PerCache(
            @Nullable Boolean enabled,
            @Nullable Duration ttl,
            @Nullable Duration maxTtl,
            @Nullable String ttlJitter,
            @Nullable String timeToIdle,
            @Nullable String ttlUntil,
            @Nullable String ttlZone,
            @Nullable String nullTtl,
            @Nullable String keyVersion,
            @Nullable String type,
            @Nullable String codec,
            @Nullable String maxPayload,
            @Nullable String compressionThreshold,
            @Nullable Duration outageLocalTtl,
            @Nullable OnEvictFailure onEvictFailure,
            @Nullable Integer waitReplicas,
            @Nullable Duration waitReplicasTimeout,
            @DefaultValue Load load,
            @DefaultValue Local local,
            @DefaultValue LoadLimit loadLimit,
            @DefaultValue Refresh refresh,
            @DefaultValue Stale stale,
            @DefaultValue Clear clear,
            @DefaultValue WarmUp warmUp) {

        /** A cache about which nothing is said. */
        static final PerCache NOTHING_SET = living(null, null, null);

        /** A cache of which only that is said for how long entries live. */
        static PerCache living(@Nullable Duration ttl, @Nullable Duration maxTtl, @Nullable String nullTtl) {
            return new PerCache(
                    null,
                    ttl,
                    maxTtl,
                    null,
                    null,
                    null,
                    null,
                    nullTtl,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new Load(null, null, null, null, null),
                    new Local(null, null, null, null, null),
                    new LoadLimit(null, null),
                    new Refresh(null, null, null, null, null),
                    new Stale(null, null, null, null),
                    new Clear(null, null),
                    new WarmUp(null, null));
        }
    }

    /**
     * How misses are loaded.
     *
     * @param singleFlight Whether a plain @Cacheable method runs one load per key at a time, as sync = true does.
     * @param lease For how long an instance that crashes while it loads a key holds the others up. It is renewed while a
     *     load runs, up to 20 times.
     * @param waitMax Longest time a caller waits for somebody else's load before it loads by itself.
     * @param softTimeout Longest time a call waits for a load before it takes the stale value, if there is one (see
     *     stale.on-error), or "off". The load goes on and is stored.
     * @param hardTimeout Longest time a call waits for a load before it fails with a CacheLoadTimeoutException, or "off".
     *     The load goes on and is stored.
     */
    record Load(
            @Nullable Boolean singleFlight,
            @Nullable Duration lease,
            @Nullable Duration waitMax,
            @Nullable String softTimeout,
            @Nullable String hardTimeout) {}

    /**
     * What is kept in the memory of the process.
     *
     * @param enabled Whether entries are kept in the memory of the process as well.
     * @param maxEntries How many entries are kept at most. Does not count where there is a max-weight.
     * @param maxWeight How many bytes the entries may have together, measured as they would be stored in Redis, or "off":
     *     entries are counted.
     * @param ttl Longest time an entry is kept in the memory of the process. It never outlives the entry in Redis. In mode
     *     local the default is max-ttl, and stale.on-error on top.
     * @param share Whether all callers get the same object although it can be changed, instead of a copy each.
     */
    record Local(
            @Nullable Boolean enabled,
            @Nullable Long maxEntries,
            @Nullable String maxWeight,
            @Nullable Duration ttl,
            @Nullable Boolean share) {}

    /**
     * How many loads run at a time.
     *
     * @param maxConcurrent How many loads of this cache run at a time in one instance, or "off". It protects what the
     *     methods load from while the cache is away or cold.
     * @param maxWait Longest time a call waits for a load to end when there are so many, before it is rejected with a
     *     CacheLoadRejectedException.
     */
    record LoadLimit(
            @Nullable String maxConcurrent, @Nullable Duration maxWait) {}

    /**
     * How entries are loaded anew before they expire, while callers get the present value.
     *
     * @param mode What decides that it is time: nothing (off), a draw at each read that is likelier the closer the end and
     *     the slower the load (probabilistic), a read after a share of the time-to-live (threshold), or a worker that keeps the
     *     hottest keys warm without waiting for a read (scheduled).
     * @param beta How early "probabilistic" refreshes. 1.0 is right for most; more is earlier.
     * @param threshold Share of the time-to-live after which "threshold" and "scheduled" refresh: 80% or 0.8.
     * @param keys How many keys "scheduled" keeps warm in each instance: those that are read most.
     * @param forgetAfter For how long after its last read "scheduled" keeps a key warm, and remembers the call that loads it.
     */
    record Refresh(
            RefreshSettings.@Nullable Mode mode,
            @Nullable Double beta,
            @Nullable String threshold,
            @Nullable Integer keys,
            @Nullable Duration forgetAfter) {}

    /**
     * How long entries whose time is over stand in for loads that fail.
     *
     * @param onError For how long after its time is over an entry may be served when its load fails; 0 = never.
     * @param throttle For how long such an entry counts as fresh after a load has failed, so that a broken source is left
     *     alone.
     * @param ignore Fully qualified names of exceptions that say that the thing is gone: they reach the caller, subclasses
     *     as well, and the entry is removed.
     * @param onEvict Whether what was evicted or cleared may be served too when its load fails. Needs on-error.
     */
    record Stale(
            @Nullable Duration onError,
            @Nullable Duration throttle,
            @Nullable List<String> ignore,
            @Nullable Boolean onEvict) {}

    /**
     * What a clear of the cache does.
     *
     * @param mode Whether a clear of the whole cache, such as by @CacheEvict(allEntries = true), removes its entries at once
     *     (hard), or has them loaded anew over a while in which they are served on (soft).
     * @param spread Over how long the loads of a soft clear are spread. After it nothing of before is served any more.
     */
    record Clear(
            ClearSettings.@Nullable Mode mode, @Nullable Duration spread) {}

    /**
     * What is recorded for the next start, and had in memory before the application is ready.
     *
     * @param enabled Whether the keys that are read most are recorded in Redis, and read into the memory of the process at the
     *     next start.
     * @param keys How many keys at most.
     */
    record WarmUp(@Nullable Boolean enabled, @Nullable Integer keys) {}
}
