package io.github.cachestarter;

import java.util.Objects;

/**
 * What becomes of an entry before its time is over, and after.
 *
 * @param refresh how it is loaded anew before it expires
 * @param stale how long it may stand in for a load that fails
 * @param clear what a clear of the cache means for it
 */
public record FreshnessSettings(RefreshSettings refresh, StaleSettings stale, ClearSettings clear) {

    /** An entry is fresh until it expires, and gone then. */
    public static final FreshnessSettings OFF = new FreshnessSettings(RefreshSettings.OFF, StaleSettings.OFF);

    public FreshnessSettings {
        Objects.requireNonNull(refresh, "refresh");
        Objects.requireNonNull(stale, "stale");
        Objects.requireNonNull(clear, "clear");
    }

    /** Rules of a cache whose clears are hard. */
    public FreshnessSettings(RefreshSettings refresh, StaleSettings stale) {
        this(refresh, stale, ClearSettings.HARD);
    }

    /** The same with this rule for refreshing. */
    public FreshnessSettings with(RefreshSettings rule) {
        return new FreshnessSettings(rule, stale, clear);
    }

    /** The same with this rule for stale values. */
    public FreshnessSettings with(StaleSettings rule) {
        return new FreshnessSettings(refresh, rule, clear);
    }
}
