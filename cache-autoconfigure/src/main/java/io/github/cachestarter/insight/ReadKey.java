package io.github.cachestarter.insight;

/**
 * A key and how often it is read.
 *
 * @param key the application's own, or its {@link io.github.cachestarter.EntryKey} where that does not identify it
 * @param reads how many reads of a sample it had lately: older ones count less
 */
public record ReadKey(Object key, double reads) {}
