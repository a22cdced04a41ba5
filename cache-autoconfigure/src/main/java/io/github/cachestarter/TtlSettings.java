package io.github.cachestarter;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long the entries of a cache live. There is no way to say "for ever".
 *
 * @param ttl the time-to-live and the upper bound of what jitter leaves; positive
 * @param maxTtl no entry lives longer, whatever decides its time-to-live; at least {@code ttl}
 * @param jitter the share of the time-to-live that is taken away at random, 0.0 to 0.9; spread downwards, so that
 *     {@code ttl} stays the upper bound
 * @param nullTtl the time-to-live of a cached {@code null}; empty: nulls are not cached
 * @param idle an entry lives so long after each read, up to {@code maxTtl}; then {@code ttl} does not count
 * @param until the moments at which all entries expire; then {@code ttl} does not count
 */
public record TtlSettings(
        Duration ttl,
        Duration maxTtl,
        double jitter,
        Optional<Duration> nullTtl,
        Optional<Duration> idle,
        Optional<ExpirySchedule> until) {

    public TtlSettings {
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(maxTtl, "maxTtl");
        Objects.requireNonNull(nullTtl, "nullTtl");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(until, "until");
    }

    /** Entries that live for a fixed time. */
    public TtlSettings(Duration ttl, Duration maxTtl, double jitter, Optional<Duration> nullTtl) {
        this(ttl, maxTtl, jitter, nullTtl, Optional.empty(), Optional.empty());
    }
}
