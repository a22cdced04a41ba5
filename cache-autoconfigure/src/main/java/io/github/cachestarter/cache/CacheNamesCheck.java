package io.github.cachestarter.cache;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.Findings;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares once, at start, the caches that are configured with those that methods use: a name that is on one side only is
 * a typing mistake more often than not.
 */
public final class CacheNamesCheck {

    private static final Logger log = LoggerFactory.getLogger(CacheNamesCheck.class);

    private CacheNamesCheck() {}

    /**
     * Reports what does not match.
     *
     * @param configured the names below {@code cache-starter.caches}
     * @param existing the names of the caches that exist from the start, whoever named them
     * @param createOnDemand whether a cache that nobody configured is created with the defaults
     */
    public static void report(
            CacheMethods methods,
            Set<String> configured,
            Set<String> existing,
            boolean createOnDemand,
            Findings findings) {
        Set<String> unused = new TreeSet<>(configured);
        unused.removeAll(methods.cacheNames());
        if (methods.complete()) {
            unused.forEach(cache -> findings.report(unused(cache)));
            say("configured below cache-starter.caches but used by no annotated method", unused);
        }
        Set<String> unconfigured = new TreeSet<>(methods.cacheNames());
        unconfigured.removeAll(existing);
        unconfigured.forEach(cache -> findings.report(unconfigured(cache, users(methods, cache), createOnDemand)));
        if (createOnDemand) { // else it is an error, which is logged as such
            say("used but not configured below cache-starter.caches: they have the defaults", unconfigured);
        }
    }

    private static Finding unused(String cache) {
        return new Finding(
                Severity.INFO,
                "cache-unused",
                cache,
                "cache-starter.caches." + cache + " is configured, but no annotated method uses the cache",
                "Correct the name, or remove the settings; if your code uses the cache by hand, ignore this");
    }

    private static Finding unconfigured(String cache, String users, boolean createOnDemand) {
        return createOnDemand
                ? new Finding(
                        Severity.INFO,
                        "cache-unconfigured",
                        cache,
                        "The cache '" + cache + "' of " + users + " has no settings of its own",
                        "Correct the name, or set cache-starter.caches." + cache + ".ttl if the default does not fit")
                : new Finding(
                        Severity.ERROR,
                        "cache-unconfigured",
                        cache,
                        "The cache '" + cache + "' of " + users + " does not exist: every call will fail",
                        "Add cache-starter.caches." + cache + ", or set cache-starter.create-on-demand: true");
    }

    private static String users(CacheMethods methods, String cache) {
        return methods.uses().stream()
                .filter(use -> use.cache().equals(cache))
                .map(use -> use.type().getSimpleName() + "." + use.method().getName())
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    private static void say(String what, Set<String> caches) {
        if (!caches.isEmpty()) {
            log.info("Caches {}: {}", what, caches);
        }
    }
}
