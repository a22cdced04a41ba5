package io.github.cachestarter;

import java.time.Instant;

/**
 * Published as an application event when a change has not reached the remote tier and none was pending before. More may
 * follow until the {@link CacheRepairedEvent}.
 *
 * @param cache the cache of the first one
 * @param at when it was noticed
 */
public record CacheRepairsPendingEvent(String cache, Instant at) {}
