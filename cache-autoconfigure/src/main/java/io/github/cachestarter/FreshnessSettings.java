package io.github.cachestarter;

import java.util.Objects;

/**
 * What becomes of an entry before its time is over, and after.
 *
 * @param refresh how it is loaded anew before it expires
 * @param stale how long it may stand in for a load that fails
 */
public record FreshnessSettings(RefreshSettings refresh, StaleSettings stale) {

    /** An entry is fresh until it expires, and gone then. */
    public static final FreshnessSettings OFF = new FreshnessSettings(RefreshSettings.OFF, StaleSettings.OFF);

    public FreshnessSettings {
        Objects.requireNonNull(refresh, "refresh");
        Objects.requireNonNull(stale, "stale");
    }

    /** The same with this rule for refreshing. */
    public FreshnessSettings with(RefreshSettings rule) {
        return new FreshnessSettings(rule, stale);
    }

    /** The same with this rule for stale values. */
    public FreshnessSettings with(StaleSettings rule) {
        return new FreshnessSettings(refresh, rule);
    }
}
