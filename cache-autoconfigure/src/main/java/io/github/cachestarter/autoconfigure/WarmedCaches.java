package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import io.github.cachestarter.insight.readiness.CacheFacts.Recorded;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.redis.KeyNames;
import io.github.cachestarter.redis.RedisGateway;
import io.github.cachestarter.warmup.HotKeyRecord;
import io.github.cachestarter.warmup.WarmedCache;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which caches take part in the warm-up, and how. The hot keys of a cache are recorded where somebody has a use for them: the
 * memory of the process, or a warmer; and where they do not seem to be secrets. Thread-safe.
 */
final class WarmedCaches {

    private final StarterSettings settings;
    private final TieredCacheManager manager;
    private final @Nullable RedisGateway gateway;
    private final @Nullable InvalidationBus bus;
    private final Supplier<List<CacheWarmer>> warmers;

    WarmedCaches(
            StarterSettings settings,
            TieredCacheManager manager,
            @Nullable RedisGateway gateway,
            @Nullable InvalidationBus bus,
            Supplier<List<CacheWarmer>> warmers) {
        this.settings = settings;
        this.manager = manager;
        this.gateway = gateway;
        this.bus = bus;
        this.warmers = warmers;
    }

    List<CacheWarmer> warmers() {
        return warmers.get();
    }

    /**
     * The caches that have something to do at start; those that only a warmer names are created.
     *
     * @throws IllegalStateException if a warmer names a cache that does not exist
     */
    List<WarmedCache> toWarm(List<CacheWarmer> all) {
        Set<String> warmed = all.stream().map(CacheWarmer::cache).collect(Collectors.toSet());
        for (String name : warmed) {
            if (manager.getCache(name) == null) {
                throw new IllegalStateException("A CacheWarmer loads the cache '" + name + "', which does not exist."
                        + " Correct its name, or configure cache-starter.caches." + name);
            }
        }
        return caches(warmed)
                .filter(cache ->
                        cache.record() != null || warmed.contains(cache.cache().getName()))
                .toList();
    }

    /** A cache that may be warmed at any time; empty: there is none of this name, or it is switched off. */
    Optional<WarmedCache> find(String name) {
        Set<String> warmed = warmers().stream().map(CacheWarmer::cache).collect(Collectors.toSet());
        return caches(warmed)
                .filter(cache -> cache.cache().getName().equals(name))
                .findFirst();
    }

    /** The caches whose hot keys are recorded. */
    List<WarmedCache> recording() {
        Set<String> warmed = warmers().stream().map(CacheWarmer::cache).collect(Collectors.toSet());
        return caches(warmed).filter(cache -> cache.record() != null).toList();
    }

    /** Whether the hot keys of a cache, which need not exist yet, are recorded for the next start. */
    Recorded recorded(CacheSettings own) {
        Set<String> warmed = warmers().stream().map(CacheWarmer::cache).collect(Collectors.toSet());
        boolean wanted = wantsKeys(own, warmed.contains(own.name()));
        if (gateway == null || !settings.insight().enabled() || !wanted) {
            return Recorded.NO;
        }
        return settings.recordsKeysOf(own.name()) ? Recorded.YES : Recorded.SECRETS;
    }

    private Stream<WarmedCache> caches(Set<String> warmed) {
        return manager.caches().stream()
                .filter(cache -> cache.settings().enabled())
                .map(cache -> of(cache, warmed.contains(cache.getName())));
    }

    private WarmedCache of(TieredCache cache, boolean warmed) {
        CacheSettings own = cache.settings();
        boolean here = own.local().enabled();
        boolean room = here && own.local().maxWeight().isEmpty();
        int most = (int) Math.min(own.warmUp().keys(), room ? own.local().maxEntries() : Integer.MAX_VALUE);
        boolean recorded = wantsKeys(own, warmed) && settings.recordsKeysOf(own.name());
        return new WarmedCache(cache, recorded ? record(own, most) : null, heard(own), deaf(own), most);
    }

    private static boolean wantsKeys(CacheSettings own, boolean warmed) {
        return own.warmUp().enabled() && (own.local().enabled() || warmed);
    }

    private BooleanSupplier heard(CacheSettings own) {
        if (gateway == null || bus == null) {
            return () -> true;
        }
        return own.local().enabled() ? () -> bus.isHeard(own.name()) : gateway::available;
    }

    private BooleanSupplier deaf(CacheSettings own) {
        return bus == null || !own.local().enabled() ? () -> false : () -> bus.isDenied(own.name());
    }

    private @Nullable HotKeyRecord record(CacheSettings own, int most) {
        KeyNames names = new KeyNames(settings.prefix(), own.keyVersion(), own.name());
        return gateway == null ? null : new HotKeyRecord(gateway, names, most);
    }
}
