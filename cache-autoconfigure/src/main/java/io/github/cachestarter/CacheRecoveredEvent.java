package io.github.cachestarter;

import java.time.Duration;
import java.time.Instant;

/**
 * Published as an application event when the remote tier answers again.
 *
 * @param outage how long it was away as seen by this instance
 * @param at when it was noticed
 */
public record CacheRecoveredEvent(Duration outage, Instant at) {}
