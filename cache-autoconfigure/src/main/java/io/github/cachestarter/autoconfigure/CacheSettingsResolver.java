package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.ExpirySchedule;
import io.github.cachestarter.LoadLimitSettings;
import io.github.cachestarter.ReplicaSettings;
import io.github.cachestarter.TtlSettings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.WarmUpSettings;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.PerCache;
import io.github.cachestarter.autoconfigure.SettingLayers.Layer;
import io.github.cachestarter.insight.CacheInsight;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The settings of a cache, from what the user wrote to what everything else works with: complete and valid. The only
 * place where a default is chosen or a range is checked. Thread-safe.
 */
final class CacheSettingsResolver {

    static final String JAVA_CODEC = "java";

    private static final Duration ONE_MILLI = Duration.ofMillis(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(365);
    private static final Duration LONGEST_REPLICATION = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** Redis takes no larger value. */
    private static final long LARGEST_VALUE = 512L << 20;

    private static final double LARGEST_JITTER = 0.9;
    /** Without a colon: it separates the parts of a Redis key. */
    private static final Pattern KEY_VERSION = Pattern.compile("[A-Za-z0-9._-]+");

    private final CacheStarterProperties properties;
    private final StockSettings stock;
    private final Set<String> codecs;
    private final SettingChecks checks;

    CacheSettingsResolver(
            CacheStarterProperties properties, StockSettings stock, Set<String> codecs, SettingChecks checks) {
        this.properties = properties;
        this.stock = stock;
        this.codecs = new TreeSet<>(codecs);
        this.codecs.add(JAVA_CODEC); // there is one as soon as a class is allowed
        this.checks = checks;
    }

    /**
     * Resolves the defaults and every cache that is configured, so that a mistake stops the start and not the first call.
     *
     * @throws InvalidSettingException for the first mistake
     */
    void validate() {
        resolve(List.of(defaults()), "");
        configuredNames().forEach(this::resolve);
    }

    /** The names below {@code cache-starter.caches}, sorted. */
    Set<String> configuredNames() {
        return new TreeSet<>(properties.caches().keySet());
    }

    /**
     * The settings of a cache, configured or not.
     *
     * @throws InvalidSettingException if one of them cannot be used
     */
    CacheSettings resolve(String cache) {
        List<Layer> layers = new ArrayList<>(4);
        PerCache own = properties.caches().get(cache);
        if (own != null) {
            layers.add(Layer.below(propertyName(cache).toString(), own));
        }
        stock.forCache(cache).ifPresent(layers::add);
        layers.add(defaults());
        return resolve(layers, cache);
    }

    private CacheSettings resolve(List<Layer> specific, String cache) {
        List<Layer> all = new ArrayList<>(specific);
        stock.forAll().ifPresent(all::add);
        SettingLayers layers = new SettingLayers(all);
        TtlSettings ttl = ttl(layers);
        return new CacheSettings(
                cache,
                layers.get("enabled", PerCache::enabled).value(),
                keyVersion(layers.get("key-version", PerCache::keyVersion)),
                ttl,
                values(layers),
                new LoadSettingsResolver(checks).resolve(layers),
                new LocalSettingsResolver(checks, properties.mode()).resolve(layers, ttl.idle()),
                loadLimit(layers),
                layers.get("on-evict-failure", PerCache::onEvictFailure).value(),
                replicas(layers),
                warmUp(layers));
    }

    private Layer defaults() {
        return Layer.below(CacheStarterProperties.PREFIX + ".defaults", properties.defaults());
    }

    private String keyVersion(Setting<String> setting) {
        if (!KEY_VERSION.matcher(setting.value()).matches()) {
            throw checks.mistake(setting, "it cannot be part of a key", AllowedValues.KEY_VERSION);
        }
        return setting.value();
    }

    private TtlSettings ttl(SettingLayers layers) {
        Setting<Duration> ttl = layers.get("ttl", PerCache::ttl);
        Setting<Duration> maxTtl = layers.get("max-ttl", PerCache::maxTtl);
        Duration most = checks.duration(maxTtl, ONE_MILLI, LONGEST_TTL, AllowedValues.TTL + ", at most 365d");
        Duration value = checks.duration(ttl, ONE_MILLI, LONGEST_TTL, AllowedValues.TTL + ", at most 365d");
        notLonger(ttl, value, maxTtl);
        Setting<String> nullTtl = layers.get("null-ttl", PerCache::nullTtl);
        Optional<Duration> idle = idle(layers, maxTtl);
        return new TtlSettings(
                value, most, jitter(layers), nullTtl(nullTtl, value, maxTtl), idle, until(layers, idle.isPresent()));
    }

    private Optional<Duration> idle(SettingLayers layers, Setting<Duration> maxTtl) {
        Setting<String> setting = layers.get("time-to-idle", PerCache::timeToIdle);
        Optional<Duration> idle = checks.parse(setting, SettingFormats::durationOrOff, AllowedValues.NULL_TTL);
        idle.ifPresent(some -> {
            checks.duration(new Setting<>(some, setting.property()), ONE_MILLI, LONGEST_TTL, AllowedValues.NULL_TTL);
            notLonger(setting, some, maxTtl);
            Setting<Duration> stale =
                    layers.get("stale.on-error", own -> own.stale().onError());
            if (!stale.value().isZero()) {
                throw checks.mistake(
                        setting,
                        "an entry that Redis keeps longer would not end when nobody reads it, and " + stale.property()
                                + " = " + SettingChecks.text(stale.value()),
                        "off; or 0 for " + stale.property());
            }
        });
        return idle;
    }

    private Optional<ExpirySchedule> until(SettingLayers layers, boolean sliding) {
        Setting<String> setting = layers.get("ttl-until", PerCache::ttlUntil);
        Setting<String> zone = layers.get("ttl-zone", PerCache::ttlZone);
        ZoneId where = checks.parse(zone, SettingFormats::zone, AllowedValues.ZONE);
        if (SettingFormats.isOff(setting.value())) {
            return Optional.empty();
        }
        if (sliding) {
            throw checks.mistake(setting, "this cache has a time-to-idle as well", "off; or off for time-to-idle");
        }
        return Optional.of(checks.parse(setting, text -> new CronSchedule(text, where), AllowedValues.CRON));
    }

    private void notLonger(Setting<?> setting, Duration value, Setting<Duration> maxTtl) {
        if (value.compareTo(maxTtl.value()) > 0) {
            String most = SettingChecks.text(maxTtl.value());
            throw checks.mistake(
                    setting,
                    "it is longer than the longest time-to-live of this cache, " + maxTtl.property() + " = " + most,
                    "at most " + most + "; or raise " + maxTtl.property());
        }
    }

    private double jitter(SettingLayers layers) {
        Setting<String> setting = layers.get("ttl-jitter", PerCache::ttlJitter);
        double jitter = checks.parse(setting, SettingFormats::share, AllowedValues.JITTER);
        if (!(jitter >= 0 && jitter <= LARGEST_JITTER)) {
            throw checks.mistake(setting, "it is out of range", AllowedValues.JITTER);
        }
        return jitter;
    }

    private Optional<Duration> nullTtl(Setting<String> setting, Duration ttl, Setting<Duration> maxTtl) {
        if (StockSettings.NULLS_LIKE_VALUES.equals(setting.value())) {
            return Optional.of(ttl);
        }
        Optional<Duration> value = checks.parse(setting, SettingFormats::durationOrOff, AllowedValues.NULL_TTL);
        value.ifPresent(some -> {
            if (some.compareTo(ONE_MILLI) < 0) {
                String reason = some.isNegative() ? "it is negative" : "it is too short";
                throw checks.mistake(setting, reason, AllowedValues.NULL_TTL);
            }
            notLonger(setting, some, maxTtl);
        });
        return value;
    }

    private ValueSettings values(SettingLayers layers) {
        Setting<String> codec = layers.get("codec", PerCache::codec);
        if (JAVA_CODEC.equals(codec.value()) && properties.javaCodec().allow().isEmpty()) {
            throw checks.mistake(
                    codec,
                    "JDK serialization reads only classes that are allowed, and none is",
                    "json; or list the classes in " + CacheStarterProperties.PREFIX + ".java-codec.allow");
        }
        if (!codecs.contains(codec.value())) {
            throw checks.mistake(codec, "there is no such codec", String.join(", ", codecs));
        }
        Setting<String> type = layers.find("type", PerCache::type);
        Optional<Type> declared = type == null ? Optional.empty() : Optional.of(checks.type(type));
        Setting<String> largest = layers.get("max-payload", PerCache::maxPayload);
        Setting<String> threshold = layers.get("compression-threshold", PerCache::compressionThreshold);
        int compressFrom = SettingFormats.isOff(threshold.value()) ? 0 : bytes(threshold, 0, AllowedValues.COMPRESSION);
        return new ValueSettings(codec.value(), declared, bytes(largest, 1, AllowedValues.SIZE), compressFrom);
    }

    private int bytes(Setting<String> setting, int least, String allowed) {
        long bytes = checks.parse(setting, SettingFormats::bytes, allowed);
        if (bytes < least || bytes > LARGEST_VALUE) {
            throw checks.mistake(setting, bytes < least ? "it is too small" : "it is too large", allowed);
        }
        return (int) bytes;
    }

    private LoadLimitSettings loadLimit(SettingLayers layers) {
        Setting<String> most =
                layers.get("load-limit.max-concurrent", own -> own.loadLimit().maxConcurrent());
        Setting<Duration> wait =
                layers.get("load-limit.max-wait", own -> own.loadLimit().maxWait());
        int maxConcurrent = SettingFormats.isOff(most.value())
                ? LoadLimitSettings.OFF.maxConcurrent()
                : checks.parse(most, SettingFormats::countFromOne, AllowedValues.MAX_CONCURRENT);
        return new LoadLimitSettings(
                maxConcurrent, checks.duration(wait, Duration.ZERO, LONGEST_WAIT, AllowedValues.WAIT_MAX));
    }

    private ReplicaSettings replicas(SettingLayers layers) {
        Setting<Duration> timeout = layers.get("wait-replicas-timeout", PerCache::waitReplicasTimeout);
        return new ReplicaSettings(
                checks.number(layers.get("wait-replicas", PerCache::waitReplicas), 0, AllowedValues.COUNT),
                checks.duration(timeout, ONE_MILLI, LONGEST_REPLICATION, AllowedValues.TIMEOUT));
    }

    private WarmUpSettings warmUp(SettingLayers layers) {
        Setting<Integer> keys = layers.get("warm-up.keys", own -> own.warmUp().keys());
        checks.number(keys, 1, AllowedValues.HOT_KEYS);
        if (keys.value() > CacheInsight.MOST_HOT_KEYS) {
            throw checks.mistake(keys, "it is too large", AllowedValues.HOT_KEYS);
        }
        return new WarmUpSettings(
                layers.get("warm-up.enabled", own -> own.warmUp().enabled()).value(), keys.value());
    }

    /** The name below which the settings of a cache stand; with brackets where the cache's name needs them. */
    static ConfigurationPropertyName propertyName(String cache) {
        ConfigurationPropertyName caches = ConfigurationPropertyName.of(CacheStarterProperties.PREFIX + ".caches");
        boolean plain = ConfigurationPropertyName.isValid(cache) && cache.indexOf('.') < 0;
        return caches.append(plain ? cache : '[' + cache + ']');
    }
}
