package io.github.cachestarter;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the entries of a cache live. There is no way to say "for ever".
 *
 * @param ttl the time-to-live and the upper bound of what jitter leaves; positive
 * @param maxTtl no entry lives longer, whatever decides its time-to-live; at least {@code ttl}
 * @param jitter the share of the time-to-live that is taken away at random, 0.0 to 0.9; spread downwards, so that
 *     {@code ttl} stays the upper bound
 * @param nullTtl the time-to-live of a cached {@code null}; empty: nulls are not cached
 */
public record TtlSettings(Duration ttl, Duration maxTtl, double jitter, Optional<Duration> nullTtl) {}
