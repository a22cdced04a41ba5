package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How misses of a cache are loaded, and how its entries are kept fresh.
 *
 * @param singleFlight whether plain {@code @Cacheable} methods run one load per key at a time, as {@code sync = true}
 *     does
 * @param lease for how long an instance that crashed while it loaded a key holds the others up; renewed while a load runs
 * @param waitMax the longest time a caller waits for somebody else's load before it loads itself
 * @param softTimeout how long a call waits for a load before it takes the stale value, if there is one; empty: to its end
 * @param hardTimeout how long a call waits before it fails with a {@link CacheLoadTimeoutException}; empty: to its end
 * @param freshness what becomes of entries before and after their time is over
 */
public record LoadSettings(
        boolean singleFlight,
        Duration lease,
        Duration waitMax,
        Optional<Duration> softTimeout,
        Optional<Duration> hardTimeout,
        FreshnessSettings freshness) {

    public LoadSettings {
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(waitMax, "waitMax");
        Objects.requireNonNull(softTimeout, "softTimeout");
        Objects.requireNonNull(hardTimeout, "hardTimeout");
        Objects.requireNonNull(freshness, "freshness");
    }

    /** Loads without a time limit of entries that are fresh until they expire. */
    public LoadSettings(boolean singleFlight, Duration lease, Duration waitMax) {
        this(singleFlight, lease, waitMax, Optional.empty(), Optional.empty(), FreshnessSettings.OFF);
    }

    /** The same with these rules of freshness. */
    public LoadSettings with(FreshnessSettings rules) {
        return new LoadSettings(singleFlight, lease, waitMax, softTimeout, hardTimeout, rules);
    }

    /** Whether a call waits for less than the whole of a load. */
    public boolean limited() {
        return softTimeout.isPresent() || hardTimeout.isPresent();
    }
}
