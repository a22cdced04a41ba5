package io.github.cachestarter;

import java.time.Instant;

/**
 * Published as an application event when all changes that had not reached the remote tier have reached it.
 *
 * @param repaired how many changes reached it later, since the start of this instance
 * @param at when it was noticed
 */
public record CacheRepairedEvent(long repaired, Instant at) {}
