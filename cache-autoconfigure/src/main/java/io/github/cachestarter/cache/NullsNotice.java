package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.util.StringUtils;

/**
 * Says once, at start, which methods run again at every call for what does not exist. Spring's own caches keep a null or an
 * empty {@code Optional} as they keep a value; these keep none unless told for how long, since what does not exist today may
 * tomorrow. An application that takes this library for its cache sees no difference but more queries.
 *
 * <p>Named are the methods that say of themselves that there may be nothing: by an {@code Optional}, or by an annotation
 * called {@code Nullable}; not those that refuse values by {@code unless}, or that have a cache manager or resolver of their
 * own.
 */
public final class NullsNotice {

    private static final Logger log = LoggerFactory.getLogger(NullsNotice.class);

    private NullsNotice() {}

    /**
     * Writes the line, if there is anything to say.
     *
     * @param keepsNulls whether the cache of this name keeps nulls, or nothing at all
     */
    public static void report(CacheMethods methods, Predicate<String> keepsNulls) {
        TreeMap<String, Set<String>> found = new TreeMap<>();
        methods.uses().stream()
                .filter(use -> use.operation() instanceof CacheableOperation read && keepsAllHere(read))
                .filter(use -> mayGiveNothing(use.method()) && !keepsNulls.test(use.cache()))
                .forEach(use -> found.computeIfAbsent(use.cache(), cache -> new TreeSet<>())
                        .add(use.type().getSimpleName() + "." + use.method().getName()));
        if (!found.isEmpty()) {
            log.info(
                    "Methods that may return nothing, which is not cached: each such call runs the method. Spring's own caches"
                            + " keep it; to have it kept here for a while, set null-ttl, as in"
                            + " cache-starter.caches.{}.null-ttl: 30s. By cache: {}",
                    found.firstKey(),
                    found);
        }
    }

    /** An {@code unless} may refuse just that, with Spring's caches as well; another manager's caches are none of ours. */
    private static boolean keepsAllHere(CacheableOperation operation) {
        return !StringUtils.hasText(operation.getUnless())
                && !StringUtils.hasText(operation.getCacheManager())
                && !StringUtils.hasText(operation.getCacheResolver());
    }

    private static boolean mayGiveNothing(Method method) {
        return method.getReturnType() == Optional.class
                || Stream.of(
                                method.getAnnotations(),
                                method.getAnnotatedReturnType().getAnnotations())
                        .flatMap(Arrays::stream)
                        .anyMatch(annotation ->
                                annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
