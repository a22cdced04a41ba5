package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a cache keeps in this process.
 *
 * @param enabled {@code false}: nothing
 * @param maxEntries how many entries at most; positive; does not count where there is a {@code maxWeight}
 * @param maxWeight how many bytes at most, measured as the entries would have in the remote tier; empty: entries are
 *     counted, not weighed, which is cheaper
 * @param ttl how long an entry is kept here at most; positive; an entry never outlives its own time-to-live
 * @param share {@code true}: every caller gets the same object, also where it can be changed
 * @param outageTtl how long after the begin of its load an entry may be read while the remote tier is away; zero: never
 * @param idle an entry is given up when nobody has read it for so long; empty: only when its time is over
 */
public record LocalSettings(
        boolean enabled,
        long maxEntries,
        OptionalLong maxWeight,
        Duration ttl,
        boolean share,
        Duration outageTtl,
        Optional<Duration> idle) {

    /** The defaults: 10,000 entries for at most a minute, copies of what can be changed, ten seconds of an outage. */
    public static final LocalSettings DEFAULTS =
            new LocalSettings(true, 10_000, OptionalLong.empty(), Duration.ofMinutes(1), false, Duration.ofSeconds(10));

    public LocalSettings {
        Objects.requireNonNull(maxWeight, "maxWeight");
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(outageTtl, "outageTtl");
        Objects.requireNonNull(idle, "idle");
    }

    /** Entries that are given up when their time is over. */
    public LocalSettings(
            boolean enabled, long maxEntries, OptionalLong maxWeight, Duration ttl, boolean share, Duration outageTtl) {
        this(enabled, maxEntries, maxWeight, ttl, share, outageTtl, Optional.empty());
    }
}
