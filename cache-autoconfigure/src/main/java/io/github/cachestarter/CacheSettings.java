package io.github.cachestarter;

import java.util.Objects;

/**
 * The settings of one cache after defaults were applied: nothing is null, everything is validated.
 *
 * @param name the cache's name as the annotations use it
 * @param enabled {@code false}: the cache passes everything through and stores nothing
 * @param keyVersion part of every Redis key; a change of it starts with an empty cache
 * @param ttl how long entries live
 * @param values how values become bytes
 * @param load how misses are loaded
 * @param local what is kept in this process
 * @param loadLimit how many loads run at a time
 * @param onEvictFailure what a change that the remote tier has not acknowledged means for its caller
 * @param replicas how many replicas must have a change before its caller goes on
 * @param warmUp what it does at the start of the application
 */
public record CacheSettings(
        String name,
        boolean enabled,
        String keyVersion,
        TtlSettings ttl,
        ValueSettings values,
        LoadSettings load,
        LocalSettings local,
        LoadLimitSettings loadLimit,
        OnEvictFailure onEvictFailure,
        ReplicaSettings replicas,
        WarmUpSettings warmUp) {

    public CacheSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(keyVersion, "keyVersion");
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(load, "load");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(loadLimit, "loadLimit");
        Objects.requireNonNull(onEvictFailure, "onEvictFailure");
        Objects.requireNonNull(replicas, "replicas");
        Objects.requireNonNull(warmUp, "warmUp");
    }

    /** The settings of a cache that starts as caches do by default. */
    @SuppressWarnings("checkstyle:ParameterNumber") // one for each component of the record but the last
    public CacheSettings(
            String name,
            boolean enabled,
            String keyVersion,
            TtlSettings ttl,
            ValueSettings values,
            LoadSettings load,
            LocalSettings local,
            LoadLimitSettings loadLimit,
            OnEvictFailure onEvictFailure,
            ReplicaSettings replicas) {
        this(
                name,
                enabled,
                keyVersion,
                ttl,
                values,
                load,
                local,
                loadLimit,
                onEvictFailure,
                replicas,
                WarmUpSettings.DEFAULTS);
    }
}
