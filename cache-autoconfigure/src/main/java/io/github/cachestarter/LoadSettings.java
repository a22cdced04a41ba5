package io.github.cachestarter;

import java.time.Duration;

/**
 * How misses of a cache are loaded.
 *
 * @param singleFlight whether plain {@code @Cacheable} methods run one load per key at a time, as {@code sync = true}
 *     does
 * @param lease for how long an instance that crashed while it loaded a key holds the others up; renewed while a load runs
 * @param waitMax the longest time a caller waits for somebody else's load before it loads itself
 */
public record LoadSettings(boolean singleFlight, Duration lease, Duration waitMax) {}
