package io.github.cachestarter.insight;

/**
 * Loads that met one of another instance, counted since the start. The names are those of the insight endpoint's JSON.
 *
 * @param waits loads that waited for another instance's
 * @param takeovers how many of these ran in the end, since the other one gave nothing
 */
public record Leases(long waits, long takeovers) {}
