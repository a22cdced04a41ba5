package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.autoconfigure.CacheStarterProperties.Mode;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.OnRefused;
import io.github.cachestarter.insight.readiness.ReadinessCheck;
import io.github.cachestarter.redis.ServerCheckMode;
import io.github.cachestarter.warmup.WarmUp;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings that hold for the whole starter, from what the user wrote; defaults and ranges stand here. */
final class StarterSettingsResolver {

    private static final Duration LEAST = Duration.ofMillis(1);
    /** Less would be shut by a garbage collection. */
    private static final Duration LEAST_STALENESS = Duration.ofMillis(500);

    private static final Duration MOST = Duration.ofMinutes(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofHours(1);
    private static final int MOST_WARMED = 256;
    private static final Pattern PACKAGE = Pattern.compile("(?:[\\p{L}_$][\\p{L}\\p{N}_$]*\\.)+\\*{1,2}");
    private static final Pattern PREFIX = Pattern.compile("\\S+");

    private final CacheStarterProperties properties;
    private final StockSettings stock;
    private final SettingChecks checks;

    StarterSettingsResolver(CacheStarterProperties properties, StockSettings stock, SettingChecks checks) {
        this.properties = properties;
        this.stock = stock;
        this.checks = checks;
    }

    /**
     * Resolves everything.
     *
     * @param applicationName {@code spring.application.name}; null: not set
     * @throws InvalidSettingException for the first mistake
     */
    StarterSettings resolve(@Nullable String applicationName) {
        Set<String> names = new TreeSet<>(stock.cacheNames());
        names.addAll(stock.single().keySet());
        names.addAll(properties.caches().keySet());
        return new StarterSettings(
                or(properties.mode(), Mode.TIERED),
                prefix(applicationName),
                or(properties.createOnDemand(), true),
                List.copyOf(names),
                or(properties.serverCheck(), ServerCheckMode.WARN),
                timeouts(properties.timeouts()),
                maxStaleness(),
                repair(properties.repair()),
                values(properties.values()),
                readiness(properties.readiness()),
                insight(properties.insight()),
                warmUp(properties.warmUp()));
    }

    private String prefix(@Nullable String applicationName) {
        if (properties.prefix() != null) {
            if (!PREFIX.matcher(properties.prefix()).matches()) {
                throw checks.mistake(
                        named(properties.prefix(), "prefix"),
                        "it is empty or contains whitespace",
                        AllowedValues.CACHE_PREFIX);
            }
            return properties.prefix();
        }
        String name = stock.prefix() != null ? stock.prefix() : applicationName;
        return name == null || name.isBlank() ? "app" : name.strip().replaceAll("\\s+", "-");
    }

    private StarterSettings.Timeouts timeouts(CacheStarterProperties.Timeouts timeouts) {
        return new StarterSettings.Timeouts(
                timeout(or(timeouts.read(), Duration.ofMillis(100)), "timeouts.read"),
                timeout(or(timeouts.write(), Duration.ofMillis(200)), "timeouts.write"),
                timeout(or(timeouts.connect(), Duration.ofMillis(500)), "timeouts.connect"));
    }

    private Duration maxStaleness() {
        Duration value = or(properties.local().maxStaleness(), Duration.ofSeconds(2));
        return checks.duration(named(value, "local.max-staleness"), LEAST_STALENESS, MOST, AllowedValues.MAX_STALENESS);
    }

    private Duration timeout(Duration value, String key) {
        return checks.duration(named(value, key), LEAST, MOST, AllowedValues.TIMEOUT);
    }

    private StarterSettings.Repair repair(CacheStarterProperties.Repair repair) {
        int maxKeys = or(repair.maxKeys(), 100_000);
        Duration wait = or(repair.shutdownWait(), Duration.ofSeconds(2));
        return new StarterSettings.Repair(
                checks.number(named(maxKeys, "repair.max-keys"), 1, AllowedValues.MAX_KEYS),
                checks.duration(named(wait, "repair.shutdown-wait"), Duration.ZERO, MOST, AllowedValues.SHUTDOWN_WAIT));
    }

    private static StarterSettings.Insight insight(CacheStarterProperties.Insight insight) {
        return new StarterSettings.Insight(
                or(insight.enabled(), true), or(insight.serverSamples(), true), new HashSet<>(insight.recordKeys()));
    }

    private WarmUp.Limits warmUp(CacheStarterProperties.AllWarmUp warmUp) {
        Setting<Duration> wait = named(or(warmUp.maxWait(), Duration.ofSeconds(10)), "warm-up.max-wait");
        Setting<Integer> concurrency = named(or(warmUp.concurrency(), 4), "warm-up.concurrency");
        checks.number(concurrency, 1, AllowedValues.CONCURRENCY);
        if (concurrency.value() > MOST_WARMED) {
            throw checks.mistake(concurrency, "it is too large", AllowedValues.CONCURRENCY);
        }
        return new WarmUp.Limits(
                checks.duration(wait, Duration.ZERO, LONGEST_WARM_UP, AllowedValues.WAIT_MAX), concurrency.value());
    }

    private StarterSettings.Values values(CacheStarterProperties.Values values) {
        CacheStarterProperties.SelfCheck selfCheck = values.selfCheck();
        int first = or(selfCheck.first(), 20);
        int oneIn = or(selfCheck.oneIn(), 1000);
        return new StarterSettings.Values(
                or(values.onRefused(), OnRefused.LOCAL),
                checks.number(named(first, "values.self-check.first"), 0, AllowedValues.COUNT),
                checks.number(named(oneIn, "values.self-check.one-in"), 0, AllowedValues.COUNT),
                types(),
                allowed());
    }

    private StarterSettings.Readiness readiness(CacheStarterProperties.Readiness readiness) {
        for (int i = 0; i < readiness.accept().size(); i++) {
            Setting<String> item = named(readiness.accept().get(i), "readiness.accept[" + i + "]");
            String check = item.value().substring(item.value().lastIndexOf('/') + 1);
            if (ReadinessCheck.find(check).isEmpty()) {
                throw checks.mistake(item, "there is no check '" + check + "'", AllowedValues.READINESS_ITEM);
            }
        }
        return new StarterSettings.Readiness(
                or(readiness.log(), true), new HashSet<>(readiness.sensitive()), new HashSet<>(readiness.accept()));
    }

    private List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        for (int i = 0; i < properties.types().size(); i++) {
            Setting<String> name = named(properties.types().get(i), "types[" + i + "]");
            Class<?> type = checks.type(name);
            if (Modifier.isAbstract(type.getModifiers())) {
                throw checks.mistake(
                        name, "it is an interface or abstract, so no value has that class", "its concrete classes");
            }
            types.add(type);
        }
        return types;
    }

    /** A plain name must be that of a class, or a slip would show at the first value only. */
    private List<String> allowed() {
        List<String> allow = properties.javaCodec().allow();
        for (int i = 0; i < allow.size(); i++) {
            Setting<String> entry = named(allow.get(i), "java-codec.allow[" + i + "]");
            if (!entry.value().contains("*")) {
                checks.type(entry);
            } else if (!PACKAGE.matcher(entry.value()).matches()) {
                throw checks.mistake(entry, "it is neither a class nor a package", AllowedValues.JAVA_CLASSES);
            }
        }
        return allow;
    }

    private static <T> Setting<T> named(T value, String key) {
        return new Setting<>(value, CacheStarterProperties.PREFIX + '.' + key);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
