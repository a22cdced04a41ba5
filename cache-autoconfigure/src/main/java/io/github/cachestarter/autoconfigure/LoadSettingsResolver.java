package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.ClearSettings;
import io.github.cachestarter.FreshnessSettings;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Load;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a cache loads and keeps its entries fresh, from what the user wrote. */
final class LoadSettingsResolver {

    private static final Duration ONE_MILLI = Duration.ofMillis(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration LONGEST_STALE = Duration.ofDays(30);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST_MEMORY = Duration.ofHours(24);
    private static final int MOST_WARM_KEYS = 8_192;
    private static final Duration LONGEST_SPREAD = Duration.ofDays(1);
    private static final double LEAST_BETA = 0.1;
    private static final double LARGEST_BETA = 10;
    private static final double LEAST_THRESHOLD = 0.1;
    private static final double LARGEST_THRESHOLD = 0.99;

    private final SettingChecks checks;

    LoadSettingsResolver(SettingChecks checks) {
        this.checks = checks;
    }

    LoadSettings resolve(SettingLayers layers) {
        Setting<Duration> lease = layers.get("load.lease", own -> own.load().lease());
        Setting<Duration> waitMax =
                layers.get("load.wait-max", own -> own.load().waitMax());
        FreshnessSettings freshness = new FreshnessSettings(refresh(layers), stale(layers), clear(layers));
        Optional<Duration> soft = limit(layers, "load.soft-timeout", Load::softTimeout);
        Optional<Duration> hard = limit(layers, "load.hard-timeout", Load::hardTimeout);
        softIsOfUse(layers, soft, hard, freshness.stale());
        return new LoadSettings(
                layers.get("load.single-flight", own -> own.load().singleFlight())
                        .value(),
                checks.duration(lease, ONE_MILLI, LONGEST_WAIT, AllowedValues.LEASE),
                checks.duration(waitMax, Duration.ZERO, LONGEST_WAIT, AllowedValues.WAIT_MAX),
                soft,
                hard,
                freshness);
    }

    private Optional<Duration> limit(SettingLayers layers, String key, Function<Load, @Nullable String> getter) {
        Setting<String> setting = layers.get(key, own -> getter.apply(own.load()));
        Optional<Duration> value = checks.parse(setting, SettingFormats::durationOrOff, AllowedValues.LOAD_TIMEOUT);
        return value.map(some -> checks.duration(
                new Setting<>(some, setting.property()), ONE_MILLI, LONGEST_WAIT, AllowedValues.LOAD_TIMEOUT));
    }

    private void softIsOfUse(
            SettingLayers layers, Optional<Duration> soft, Optional<Duration> hard, StaleSettings stale) {
        if (soft.isEmpty()) {
            return;
        }
        Setting<String> setting =
                layers.get("load.soft-timeout", own -> own.load().softTimeout());
        if (!stale.on()) {
            throw checks.mistake(
                    setting,
                    "it needs a stale value to serve, and stale.on-error of this cache is 0",
                    "off; or set stale.on-error of this cache, such as 1h");
        }
        if (hard.isPresent() && soft.get().compareTo(hard.get()) >= 0) {
            throw checks.mistake(
                    setting,
                    "it is not shorter than load.hard-timeout of this cache, " + SettingChecks.text(hard.get()),
                    "less than " + SettingChecks.text(hard.get()));
        }
    }

    private RefreshSettings refresh(SettingLayers layers) {
        Setting<Double> beta = layers.get("refresh.beta", own -> own.refresh().beta());
        if (!(beta.value() >= LEAST_BETA && beta.value() <= LARGEST_BETA)) {
            throw checks.mistake(beta, "it is out of range", AllowedValues.BETA);
        }
        Setting<String> threshold =
                layers.get("refresh.threshold", own -> own.refresh().threshold());
        double share = checks.parse(threshold, SettingFormats::share, AllowedValues.THRESHOLD);
        if (!(share >= LEAST_THRESHOLD && share <= LARGEST_THRESHOLD)) {
            throw checks.mistake(threshold, "it is out of range", AllowedValues.THRESHOLD);
        }
        Setting<Integer> keys = layers.get("refresh.keys", own -> own.refresh().keys());
        if (checks.number(keys, 1, AllowedValues.HOT_KEYS) > MOST_WARM_KEYS) {
            throw checks.mistake(keys, "it is too large", AllowedValues.HOT_KEYS);
        }
        Setting<Duration> forgetAfter =
                layers.get("refresh.forget-after", own -> own.refresh().forgetAfter());
        return new RefreshSettings(
                layers.get("refresh.mode", own -> own.refresh().mode()).value(),
                beta.value(),
                share,
                keys.value(),
                checks.duration(forgetAfter, ONE_SECOND, LONGEST_MEMORY, AllowedValues.FORGET_AFTER));
    }

    private StaleSettings stale(SettingLayers layers) {
        Setting<Duration> onError =
                layers.get("stale.on-error", own -> own.stale().onError());
        Setting<Duration> throttle =
                layers.get("stale.throttle", own -> own.stale().throttle());
        Setting<List<String>> ignore =
                layers.get("stale.ignore", own -> own.stale().ignore());
        Setting<Boolean> onEvict =
                layers.get("stale.on-evict", own -> own.stale().onEvict());
        if (onEvict.value() && onError.value().isZero()) {
            throw checks.mistake(
                    onEvict,
                    "nothing is kept for it, since stale.on-error of this cache is 0",
                    "false; or set stale.on-error of this cache, such as 1h");
        }
        return new StaleSettings(
                checks.duration(onError, Duration.ZERO, LONGEST_STALE, AllowedValues.ON_ERROR),
                checks.duration(throttle, ONE_MILLI, LONGEST_WAIT, AllowedValues.THROTTLE),
                ignore.value().stream()
                        .<Class<?>>map(name -> exception(new Setting<>(name, ignore.property())))
                        .toList(),
                onEvict.value());
    }

    private ClearSettings clear(SettingLayers layers) {
        Setting<Duration> spread = layers.get("clear.spread", own -> own.clear().spread());
        return new ClearSettings(
                layers.get("clear.mode", own -> own.clear().mode()).value(),
                checks.duration(spread, ONE_MILLI, LONGEST_SPREAD, AllowedValues.SPREAD));
    }

    private Class<?> exception(Setting<String> setting) {
        Class<?> type = checks.type(setting);
        if (!Throwable.class.isAssignableFrom(type)) {
            throw checks.mistake(setting, "it is no exception", AllowedValues.EXCEPTION_NAME);
        }
        return type;
    }
}
