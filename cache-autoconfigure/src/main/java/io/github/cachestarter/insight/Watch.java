package io.github.cachestarter.insight;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LocalSettings;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * How closely caches are watched, beside what is counted anyway.
 *
 * @param sampled whether reads are sampled, for the sizing and the hot keys
 * @param ticker monotonic time in nanoseconds
 * @param local what a cache keeps in this process, by its name
 */
public record Watch(boolean sampled, LongSupplier ticker, Function<String, LocalSettings> local) {

    /** Counts only. */
    public static final Watch COUNTS = new Watch(false, System::nanoTime, cache -> LocalSettings.DEFAULTS);

    /** Everything, of caches with these settings. */
    public static Watch everything(LongSupplier ticker, Function<String, CacheSettings> settings) {
        return new Watch(true, ticker, cache -> settings.apply(cache).local());
    }
}
