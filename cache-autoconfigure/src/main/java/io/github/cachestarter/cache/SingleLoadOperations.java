package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.KotlinDetector;
import org.springframework.util.StringUtils;

/**
 * Turns a plain {@code @Cacheable} into {@code sync = true} where it is the method's only operation, with one cache that
 * loads singly. A plain operation is get, method, put: the cache never sees the loader, and a hundred callers of a cold key run
 * the method a hundred times. A method that gives a stream is left as it is: one load for all has an answer when it has ended,
 * so nobody would get the first elements before the last, and of an endless stream nobody any. Who wants that all the same
 * writes {@code sync = true}. Operations with a cache resolver or manager of their own stay as they are, since nobody knows
 * how many caches these give.
 *
 * <p>Spring refuses {@code unless} together with {@code sync}, because it has no way to tell a cache that a loaded value is
 * not to be kept. There is one here ({@link io.github.cachestarter.load.Loaded}), so an {@code unless} is taken out of the
 * operation and remembered ({@link #refusing}). Who writes both gets Spring's complaint all the same.
 *
 * <p>Decided at a method's first call, not when its bean is made: this must not create the cache manager early.
 */
final class SingleLoadOperations implements CacheOperationSource {

    private final CacheOperationSource source;
    private final Function<String, @Nullable Cache> caches;
    private final Map<AnnotatedElementKey, Collection<CacheOperation>> operations = new ConcurrentHashMap<>();
    private final Map<AnnotatedElementKey, CacheableOperation> refusing = new ConcurrentHashMap<>();

    /**
     * Wraps a source.
     *
     * @param caches the cache behind a name; null if it cannot be known before the call
     */
    SingleLoadOperations(CacheOperationSource source, Function<String, @Nullable Cache> caches) {
        this.source = source;
        this.caches = caches;
    }

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    @Override
    public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
        return source.hasCacheOperations(method, targetClass);
    }

    @Override
    public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
        AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
        Collection<CacheOperation> known = operations.get(key);
        if (known == null) {
            Collection<CacheOperation> declared = source.getCacheOperations(method, targetClass);
            known = declared == null ? List.of() : upgraded(method, declared, key);
            operations.put(key, known);
        }
        return known;
    }

    /** The declared operation of a method whose {@code unless} was taken out; null: none was. */
    @Nullable
    CacheableOperation refusing(Method method, @Nullable Class<?> targetClass) {
        return refusing.get(new AnnotatedElementKey(method, targetClass));
    }

    private Collection<CacheOperation> upgraded(
            Method method, Collection<CacheOperation> declared, AnnotatedElementKey key) {
        if (areOneLoad(method, declared)
                && declared.iterator().next() instanceof CacheableOperation cacheable
                && loadsSingly(cacheable.getCacheNames().iterator().next())) {
            if (StringUtils.hasText(cacheable.getUnless())) {
                refusing.put(key, cacheable);
            }
            return List.of(withSync(cacheable));
        }
        return declared;
    }

    /** Whether these operations of a method can run as one load per key, if their cache says so. */
    static boolean areOneLoad(Method method, Collection<CacheOperation> declared) {
        return declared.size() == 1
                && declared.iterator().next() instanceof CacheableOperation cacheable
                && permitsSync(cacheable)
                && (cacheable.isSync() || !DeclaredTypes.isStream(method.getReturnType()))
                && !KotlinDetector.isSuspendingFunction(method);
    }

    private static boolean permitsSync(CacheableOperation operation) {
        return operation.getClass() == CacheableOperation.class
                && operation.getCacheNames().size() == 1
                && !(operation.isSync() && StringUtils.hasText(operation.getUnless()))
                && !StringUtils.hasText(operation.getCacheResolver())
                && !StringUtils.hasText(operation.getCacheManager());
    }

    private boolean loadsSingly(String cacheName) {
        return caches.apply(cacheName) instanceof TieredCache cache
                && cache.settings().load().singleFlight();
    }

    private static CacheableOperation withSync(CacheableOperation plain) {
        CacheableOperation.Builder builder = new CacheableOperation.Builder();
        builder.setName(plain.getName());
        builder.setCacheNames(plain.getCacheNames().toArray(String[]::new));
        builder.setKey(plain.getKey());
        builder.setKeyGenerator(plain.getKeyGenerator());
        builder.setCondition(plain.getCondition());
        builder.setSync(true);
        return builder.build();
    }
}
