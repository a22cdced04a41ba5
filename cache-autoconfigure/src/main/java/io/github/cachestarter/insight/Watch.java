package io.github.cachestarter.insight;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.LocalSettings;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How closely caches are watched, beside what is counted anyway.
 *
 * @param sampled whether reads are sampled, for the sizing and the hot keys
 * @param ticker monotonic time in nanoseconds
 * @param local what a cache keeps in this process, by its name
 * @param keys whether the keys of a cache may be recorded, by its name: they may be secrets
 */
public record Watch(
        boolean sampled, LongSupplier ticker, Function<String, LocalSettings> local, Predicate<String> keys) {

    /** Counts only. */
    public static final Watch COUNTS = new Watch(false, System::nanoTime, cache -> LocalSettings.DEFAULTS);

    /** A watch that may record the keys of all caches. */
    public Watch(boolean sampled, LongSupplier ticker, Function<String, LocalSettings> local) {
        this(sampled, ticker, local, cache -> true);
    }

    /** Everything, of caches with these settings. */
    public static Watch everything(
            LongSupplier ticker, Function<String, CacheSettings> settings, Predicate<String> keys) {
        return new Watch(true, ticker, cache -> settings.apply(cache).local(), keys);
    }
}
