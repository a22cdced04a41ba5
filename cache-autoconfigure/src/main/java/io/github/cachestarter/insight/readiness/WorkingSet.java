package io.github.cachestarter.insight.readiness;

/**
 * What was measured of the part of a cache that is really read.
 *
 * @param entries how many different keys were read in the last hour
 * @param bytes what they take, as they lie in Redis
 */
public record WorkingSet(long entries, long bytes) {}
