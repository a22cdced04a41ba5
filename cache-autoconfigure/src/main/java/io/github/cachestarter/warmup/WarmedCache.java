package io.github.cachestarter.warmup;

import io.github.cachestarter.cache.TieredCache;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache that is warmed at start.
 *
 * @param record where its hot keys are recorded; null: nowhere
 * @param heard whether what is kept in this process is used, because it is heard of changes
 * @param deaf whether the server does not let it be heard of them
 * @param most how many keys are recorded and read at most
 */
public record WarmedCache(
        TieredCache cache, @Nullable HotKeyRecord record, BooleanSupplier heard, BooleanSupplier deaf, int most) {

    boolean isHeard() {
        return heard.getAsBoolean();
    }

    /** Whether there is something to wait for: no message comes while Redis is away. */
    boolean maySoonBeHeard() {
        return !isHeard() && !deaf.getAsBoolean() && (record == null || record.available());
    }

    String name() {
        return cache.getName();
    }
}
