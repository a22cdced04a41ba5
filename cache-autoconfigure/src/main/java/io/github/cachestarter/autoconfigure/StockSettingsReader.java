package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.autoconfigure.CacheStarterProperties.PerCache;
import io.github.cachestarter.autoconfigure.SettingLayers.Layer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.cache.RedisCacheWriter.TtlFunction;

/**
 * Reads what an application had told Spring's own Redis cache: {@code spring.cache.*}, a {@code RedisCacheConfiguration}
 * bean (which replaces {@code spring.cache.redis.*} there, and so it does here) and customizers of the manager's
 * builder. What cannot be honoured is put into words.
 */
final class StockSettingsReader {

    private static final String SEPARATOR = "::";
    private static final Class<?> FIXED_TTL = TtlFunction.just(Duration.ZERO).getClass();

    private static final RedisCacheConfiguration STOCK = RedisCacheConfiguration.defaultCacheConfig();
    private static final String PROBE = "probe";

    private final List<String> notHonoured = new ArrayList<>();
    private boolean ownSerializers;

    private StockSettingsReader() {}

    /**
     * Reads all of it.
     *
     * @param bean the application's configuration bean; null: it has none
     * @param customizers the application's customizers, in order
     */
    static StockSettings read(
            Environment environment,
            @Nullable RedisCacheConfiguration bean,
            List<RedisCacheManagerBuilderCustomizer> customizers) {
        return new StockSettingsReader().readAll(environment, bean, customizers);
    }

    private StockSettings readAll(
            Environment environment,
            @Nullable RedisCacheConfiguration bean,
            List<RedisCacheManagerBuilderCustomizer> customizers) {
        Binder binder = Binder.get(environment);
        List<String> names =
                binder.bind("spring.cache", Stock.class).map(Stock::cacheNames).orElse(List.of());
        StockRedis properties = binder.bindOrCreate("spring.cache.redis", StockRedis.class);
        RedisCacheConfiguration start = bean == null ? RedisCacheConfiguration.defaultCacheConfig() : bean;
        RedisCacheManagerBuilder builder = RedisCacheManager.builder().cacheDefaults(start);
        customizers.forEach(customizer -> customizer.customize(builder));
        RedisCacheConfiguration defaults = builder.cacheDefaults();
        boolean configured = bean != null || defaults != start;
        String prefix = configured ? prefix(defaults, "The Redis cache configuration") : prefix(properties);
        Layer all = configured ? layer(defaults, "The Redis cache configuration") : layer(properties);
        if (Boolean.TRUE.equals(properties.enableStatistics())) {
            notHonoured.add("spring.cache.redis.enable-statistics has no meaning: every cache is counted");
        }
        if (environment.containsProperty("spring.cache.caffeine.spec")) {
            notHonoured.add(
                    "spring.cache.caffeine.spec has no meaning: set cache-starter.defaults.local.max-entries and"
                            + " cache-starter.defaults.local.ttl for what is kept in the process");
        }
        Map<String, Layer> single = singles(builder); // before the next line asks what it noticed
        return new StockSettings(prefix, all, single, names, ownSerializers, notHonoured);
    }

    private Map<String, Layer> singles(RedisCacheManagerBuilder builder) {
        Map<String, Layer> single = new LinkedHashMap<>();
        for (String cache : builder.getConfiguredCaches()) {
            builder.getCacheConfigurationFor(cache)
                    .ifPresent(own -> single.put(cache, layer(own, "The Redis cache configuration of " + cache)));
        }
        return single;
    }

    private @Nullable String prefix(StockRedis properties) {
        if (Boolean.FALSE.equals(properties.useKeyPrefix())) {
            notHonoured.add("spring.cache.redis.use-key-prefix=false is not possible: every key begins with"
                    + " cache-starter.prefix and the name of its cache, so that a clear touches nothing else");
            return null;
        }
        return properties.keyPrefix() == null ? null : withoutColon(properties.keyPrefix());
    }

    private @Nullable String prefix(RedisCacheConfiguration configuration, String what) {
        if (!configuration.usePrefix()) {
            notHonoured.add(what + " disables the key prefix, which is not possible: every key begins with"
                    + " cache-starter.prefix and the name of its cache, so that a clear touches nothing else");
            return null;
        }
        String probe = "products";
        String prefix = configuration.getKeyPrefixFor(probe);
        if (!prefix.endsWith(probe + SEPARATOR)) {
            notHonoured.add(what + " computes key prefixes of its own, which is not possible: keys look like"
                    + " <cache-starter.prefix>:<key-version>:<cache>:<key>");
            return null;
        }
        return withoutColon(prefix.substring(0, prefix.length() - probe.length() - SEPARATOR.length()));
    }

    private Layer layer(StockRedis properties) {
        Duration ttl = properties.timeToLive();
        if (ttl != null && ttl.isZero()) {
            notHonoured.add("spring.cache.redis.time-to-live=0 (for ever) is not possible: every entry has a"
                    + " time-to-live, cache-starter.defaults.ttl");
            ttl = null;
        }
        String nullTtl = null;
        if (properties.cacheNullValues() != null) {
            nullTtl = properties.cacheNullValues() ? StockSettings.NULLS_LIKE_VALUES : "off";
        }
        Map<String, String> names = Map.of("ttl", "time-to-live", "max-ttl", "time-to-live");
        return new Layer(key -> "spring.cache.redis." + names.getOrDefault(key, key), perCache(ttl, nullTtl));
    }

    private Layer layer(RedisCacheConfiguration configuration, String what) {
        ownSerializers |= !hasStockSerializers(configuration);
        if (configuration.isTimeToIdleEnabled()) {
            notHonoured.add(what + " switches time-to-idle on, which is not supported: entries live for their ttl");
        }
        String nullTtl = configuration.getAllowCacheNullValues() ? StockSettings.NULLS_LIKE_VALUES : "off";
        return new Layer(key -> what + ", " + key, perCache(ttl(configuration.getTtlFunction(), what), nullTtl));
    }

    /** By what they write: two pairs of equal serializers are not equal themselves. */
    private static boolean hasStockSerializers(RedisCacheConfiguration configuration) {
        try {
            return STOCK.getKeySerializationPair()
                            .write(PROBE)
                            .equals(configuration.getKeySerializationPair().write(PROBE))
                    && STOCK.getValueSerializationPair()
                            .write(PROBE)
                            .equals(configuration.getValueSerializationPair().write(PROBE));
        } catch (RuntimeException ex) {
            return false; // the stock ones write a text
        }
    }

    private @Nullable Duration ttl(TtlFunction function, String what) {
        if (function.getClass() != FIXED_TTL) {
            notHonoured.add(what + " computes the time-to-live of every value, which is not supported: set"
                    + " cache-starter.defaults.ttl or cache-starter.caches.<name>.ttl");
            return null;
        }
        Duration ttl = function.getTimeToLive("", null);
        if (ttl.isZero()) {
            notHonoured.add(what + " lets entries live for ever, which is not possible: every entry has a"
                    + " time-to-live, cache-starter.defaults.ttl");
            return null;
        }
        return ttl;
    }

    /** An application that asked for more than the built-in bound meant it. */
    private static PerCache perCache(@Nullable Duration ttl, @Nullable String nullTtl) {
        Duration builtIn = SettingLayers.BUILT_IN.maxTtl();
        Duration maxTtl = ttl != null && builtIn != null && ttl.compareTo(builtIn) > 0 ? ttl : null;
        return PerCache.living(ttl, maxTtl, nullTtl);
    }

    private static @Nullable String withoutColon(String prefix) {
        String stripped = prefix;
        while (stripped.endsWith(":")) {
            stripped = stripped.substring(0, stripped.length() - 1);
        }
        return stripped.isEmpty() ? null : stripped;
    }

    /** The part of {@code spring.cache} that is read here. */
    record Stock(@DefaultValue List<String> cacheNames) {}

    /** {@code spring.cache.redis}, where null means "not set", which Boot's own class cannot tell. */
    record StockRedis(
            @Nullable Duration timeToLive,
            @Nullable Boolean cacheNullValues,
            @Nullable String keyPrefix,
            @Nullable Boolean useKeyPrefix,
            @Nullable Boolean enableStatistics) {}
}
