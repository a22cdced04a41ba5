package io.github.cachestarter.local;

import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * The clocks of the local tiers and what they are asked for.
 *
 * @param nanos monotonic time in nanoseconds, the one the gate knows
 * @param wallMillis milliseconds since the epoch, for what is left of a time-to-live
 * @param gate whether the entries may be used at this monotonic time: the messages of the others are known to have come
 *     through shortly before it
 */
public record LocalTimes(LongSupplier nanos, LongSupplier wallMillis, LongPredicate gate) {}
