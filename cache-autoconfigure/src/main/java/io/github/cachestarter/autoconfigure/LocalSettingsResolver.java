package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.LocalSettings;
import io.github.cachestarter.autoconfigure.CacheStarterProperties.Mode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a cache keeps in this process, from what the user wrote. */
final class LocalSettingsResolver {

    private static final Duration LEAST_TTL = Duration.ofMillis(1);
    private static final Duration MOST_TTL = Duration.ofDays(365);
    private static final Duration MOST_OUTAGE = Duration.ofHours(1);

    private final SettingChecks checks;
    private final @Nullable Mode mode;

    LocalSettingsResolver(SettingChecks checks, @Nullable Mode mode) {
        this.checks = checks;
        this.mode = mode;
    }

    /**
     * Resolves them.
     *
     * @param idle how long an entry lives after each read; empty: reads change nothing
     */
    LocalSettings resolve(SettingLayers layers, Optional<Duration> idle) {
        Setting<Boolean> enabled =
                layers.get("local.enabled", own -> own.local().enabled());
        Setting<Long> entries =
                layers.get("local.max-entries", own -> own.local().maxEntries());
        Setting<Duration> outage = layers.get("outage-local-ttl", own -> own.outageLocalTtl());
        return new LocalSettings(
                enabled.value() && mode != Mode.REMOTE,
                checks.count(entries, 1, AllowedValues.LOCAL_ENTRIES),
                weight(layers.get("local.max-weight", own -> own.local().maxWeight())),
                idle.isPresent() && mode != Mode.LOCAL
                        ? shorter(ttl(layers), idle.get().dividedBy(2))
                        : ttl(layers),
                layers.get("local.share", own -> own.local().share()).value(),
                checks.duration(outage, Duration.ZERO, MOST_OUTAGE, AllowedValues.OUTAGE_TTL),
                mode == Mode.LOCAL ? idle : Optional.empty());
    }

    /** Over Redis: an entry that is read here all the time must be read there, too, before its idle time is over. */
    private static Duration shorter(Duration ttl, Duration half) {
        return ttl.compareTo(half) < 0 ? ttl : half;
    }

    /**
     * In mode local there is no other tier that an entry could be had from again: unless told so, it stays as long as it may
     * be of use.
     */
    private Duration ttl(SettingLayers layers) {
        Setting<Duration> written =
                layers.written("local.ttl", own -> own.local().ttl());
        boolean told = written != null || mode != Mode.LOCAL;
        Setting<Duration> ttl =
                told ? layers.get("local.ttl", own -> own.local().ttl()) : layers.get("max-ttl", own -> own.maxTtl());
        Duration checked = checks.duration(ttl, LEAST_TTL, MOST_TTL, AllowedValues.TTL + ", at most 365d");
        return told
                ? checked
                : checked.plus(layers.get("stale.on-error", own -> own.stale().onError())
                        .value());
    }

    private OptionalLong weight(Setting<String> setting) {
        if (SettingFormats.isOff(setting.value())) {
            return OptionalLong.empty();
        }
        long bytes = checks.parse(setting, SettingFormats::bytes, AllowedValues.LOCAL_WEIGHT);
        if (bytes < 1) {
            throw checks.mistake(setting, "it is too small", AllowedValues.LOCAL_WEIGHT);
        }
        return OptionalLong.of(bytes);
    }
}
