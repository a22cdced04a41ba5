package io.github.cachestarter.local;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Finding;
import io.github.cachestarter.Findings;
import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.EntryCodec;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import io.github.cachestarter.redis.KeyNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** One local tier with clocks and a gate in the test's hand. */
final class LocalRig implements Findings {

    static final long CREATED = 1_700_000_000_000L;
    static final long TTL_MILLIS = 600_000;

    final List<Finding> findings = new ArrayList<>();
    final KeyNames names = new KeyNames("app", "1", "products");
    final EntryCodec codec = new HeaderEntryCodec(
            "products",
            new ValueSettings("json", Optional.empty(), 1 << 20, 0),
            new StateCodec(RegisteredTypes.none()),
            Findings.NO_OP,
            SelfCheck.OFF,
            bound -> bound - 1);
    long nanos = 1_000;
    long wallMillis = CREATED;
    /** The gate is open for all times up to this one. */
    long openUntil = Long.MAX_VALUE;
    /** Whether the breaker is open. */
    boolean away;

    final LocalTiers tiers;
    final LocalTier tier;

    LocalRig() {
        this(LocalSettings.DEFAULTS);
    }

    LocalRig(LocalSettings settings) {
        tiers = new LocalTiers(new LocalTimes(() -> nanos, () -> wallMillis, key -> away), this);
        tier = tiers.create("products", now -> now <= openUntil, settings, codec);
    }

    static LocalSettings settings(long maxEntries, OptionalLong maxWeight, Duration ttl, boolean share) {
        return new LocalSettings(true, maxEntries, maxWeight, ttl, share, LocalSettings.DEFAULTS.outageTtl());
    }

    EntryKey key(Object key) {
        return names.key(key);
    }

    static Entry entry(Object value) {
        return entry(value, TTL_MILLIS);
    }

    static Entry entry(Object value, long ttlMillis) {
        return new Entry(value, new EntryMeta(1, 0, CREATED, 0, ttlMillis));
    }

    /** A read of Redis that found this and ended at once. */
    void fill(Object key, Object value) {
        tier.put(key(key), null, entry(value), null, tier.snapshot(key(key)));
    }

    /** The value, or "miss". */
    Object read(Object key) {
        LocalHit hit = tier.find(key(key), null);
        return hit == null ? "miss" : hit.get();
    }

    void message(Object key) {
        tiers.invalidated("products", key(key).redisKey());
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        wallMillis += TimeUnit.NANOSECONDS.toMillis(time.toNanos());
    }

    @Override
    public void report(Finding finding) {
        findings.add(finding);
    }

    @Override
    public void resolve(String code, String subject) {}
}
