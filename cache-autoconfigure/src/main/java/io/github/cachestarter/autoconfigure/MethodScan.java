package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.Findings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.cache.CacheMethods;
import io.github.cachestarter.cache.CacheNamesCheck;
import io.github.cachestarter.cache.NullsNotice;
import io.github.cachestarter.cache.TieredCache;
import io.github.cachestarter.cache.TieredCacheManager;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks at the application's cached methods at start: compares the names of their caches with the configured ones, makes
 * these caches, and tells each the types of its values, so that what cannot be kept exactly is known before the first
 * call.
 */
final class MethodScan implements SmartInitializingSingleton {

    private final CacheAssembly.Settings settings;
    private final TieredCacheManager manager;
    private final CacheAssembly assembly;
    private final Findings findings;
    private final Supplier<@Nullable CacheMethods> look;
    private volatile @Nullable CacheMethods found;

    /**
     * Creates a scan.
     *
     * @param look finds the methods; null: nobody knows which they are
     */
    MethodScan(
            CacheAssembly.Settings settings,
            TieredCacheManager manager,
            CacheAssembly assembly,
            Findings findings,
            Supplier<@Nullable CacheMethods> look) {
        this.settings = settings;
        this.manager = manager;
        this.assembly = assembly;
        this.findings = findings;
        this.look = look;
    }

    /**
     * Does all of it.
     *
     * @throws RefusedTypeException if a type is refused and the settings say that this stops the start
     */
    @Override
    public void afterSingletonsInstantiated() {
        CacheMethods methods = look.get();
        found = methods;
        if (methods != null) {
            run(methods);
        }
    }

    /** What was found; null: nothing yet, or nobody knows. */
    @Nullable
    CacheMethods found() {
        return found;
    }

    TieredCacheManager manager() {
        return manager;
    }

    private void run(CacheMethods methods) {
        StarterSettings starter = settings.starter();
        Set<String> configured = settings.resolver().configuredNames();
        Set<String> existing = new TreeSet<>(configured);
        existing.addAll(starter.cacheNames());
        CacheNamesCheck.report(methods, configured, existing, starter.createOnDemand(), findings);
        NullsNotice.report(methods, this::keepsNulls);
        for (String name : methods.cacheNames()) {
            TieredCache cache = manager.getCache(name);
            if (cache != null && cache.settings().enabled()) {
                methods.valueTypes(name).forEach(type -> learn(name, type));
            }
        }
    }

    private boolean keepsNulls(String cache) {
        CacheSettings own = settings.resolver().resolve(cache);
        return own.ttl().nullTtl().isPresent() || !own.enabled();
    }

    private void learn(String cache, Type type) {
        Optional<RefusedValueException> refusal = assembly.learn(cache, type);
        if (refusal.isPresent() && settings.failsOnRefused()) {
            throw new RefusedTypeException(cache, type, refusal.get());
        }
    }
}
