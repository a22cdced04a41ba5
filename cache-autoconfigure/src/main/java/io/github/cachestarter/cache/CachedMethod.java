package io.github.cachestarter.cache;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;

/**
 * What is known of an annotated method before it is called.
 *
 * @param method the method as it is called
 * @param name what messages call it
 * @param valueType the type of the values it caches; null: it returns nothing
 * @param result how its result arrives
 * @param singleLoad whether it runs as one load per key at a time, so that there is no put to be fenced
 * @param onlyReads whether its operations do nothing but read, so that nothing of the application runs at a hit
 * @param tags what gives the tags of the values it caches; empty: they have none
 * @param ttl what gives the time-to-live of the values it caches; null: the cache decides
 * @param refusing the operation as it was declared, of a method that loads singly although it may refuse what it loaded
 */
record CachedMethod(
        Method method,
        String name,
        @Nullable Type valueType,
        Result result,
        boolean singleLoad,
        boolean onlyReads,
        List<TagsOperation> tags,
        @Nullable TagsOperation ttl,
        @Nullable CacheableOperation refusing) {

    private static final boolean PUBLISHERS =
            ClassUtils.isPresent("reactor.core.publisher.Mono", CachedMethod.class.getClassLoader())
                    && !SpringProperties.getFlag(CacheAspectSupport.IGNORE_REACTIVESTREAMS_PROPERTY_NAME);

    /** How the result of a method arrives. */
    enum Result {
        /** The method returns it. */
        RETURNED,
        /** A {@link CompletableFuture}. */
        FUTURE,
        /** A Mono, Flux or whatever else Spring has an adapter for. */
        PUBLISHER,
        /** A Kotlin suspending function: Spring reads blocking and writes when its publisher is through. */
        SUSPENDED
    }

    static CachedMethod of(
            Method method,
            Class<?> targetClass,
            Collection<CacheOperation> operations,
            @Nullable CacheableOperation refusing) {
        boolean single = operations.size() == 1
                && operations.iterator().next() instanceof CacheableOperation cacheable
                && cacheable.isSync();
        String name = ClassUtils.getShortName(targetClass) + "." + method.getName();
        return new CachedMethod(
                method,
                name,
                DeclaredTypes.of(method, targetClass),
                result(method),
                single,
                operations.stream().allMatch(CacheableOperation.class::isInstance),
                Tags.of(method, targetClass),
                Tags.ttlOf(method, targetClass),
                refusing);
    }

    /** Whether its calls have nothing to remember between the look into the cache and their end. */
    boolean keepsNothing() {
        return singleLoad && refusing == null && saysNothing() && returnsNow();
    }

    /** Whether nothing is to be said about its values but what they are. */
    boolean saysNothing() {
        return tags.isEmpty() && ttl == null;
    }

    boolean returnsNow() {
        return result == Result.RETURNED;
    }

    /** Whether the calling thread may wait for Redis. */
    boolean mayWait(boolean beforeMethod) {
        return result == Result.RETURNED || (beforeMethod && result != Result.PUBLISHER);
    }

    private static Result result(Method method) {
        if (CompletableFuture.class.isAssignableFrom(method.getReturnType())) {
            return Result.FUTURE;
        }
        if (PUBLISHERS && ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null) {
            return Result.PUBLISHER;
        }
        return PUBLISHERS && KotlinDetector.isSuspendingFunction(method) ? Result.SUSPENDED : Result.RETURNED;
    }
}
