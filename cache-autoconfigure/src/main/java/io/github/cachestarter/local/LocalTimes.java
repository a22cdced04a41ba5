package io.github.cachestarter.local;

import io.github.cachestarter.EntryKey;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The clocks of the local tiers and what they are asked for.
 *
 * @param nanos monotonic time in nanoseconds, the one that gates are asked with
 * @param wallMillis milliseconds since the epoch, for what is left of a time-to-live
 * @param remoteAway whether this instance has given the remote tier up for a key for now: not that a gate is shut or a
 *     command failed, but that its breaker lets nothing through. The entry may be read then although the gate is shut, for a
 *     while
 */
public record LocalTimes(LongSupplier nanos, LongSupplier wallMillis, Predicate<EntryKey> remoteAway) {}
