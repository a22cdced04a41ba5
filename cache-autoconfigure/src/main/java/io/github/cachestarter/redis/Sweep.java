package io.github.cachestarter.redis;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What a walk through the database unlinks, and how long it goes on.
 *
 * @param pattern glob pattern of the keys to look at
 * @param head how many bytes of each value are looked at
 * @param dead decides by these bytes, fewer if there are no more, whether the key goes; on a connection's thread, so it is
 *     brief. A value that is no string stays
 * @param goOn asked between batches; false ends the walk
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sweep(byte[] pattern, int head, Predicate<byte[]> dead, BooleanSupplier goOn) {

    /** Everything that matches. */
    public static Sweep all(byte[] pattern) {
        return new Sweep(pattern, 1, value -> true, () -> true);
    }
}
