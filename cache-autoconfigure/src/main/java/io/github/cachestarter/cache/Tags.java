package io.github.cachestarter.cache;

import io.github.cachestarter.CacheTagEvict;
import io.github.cachestarter.CacheTags;
import io.github.cachestarter.CacheTtl;
import io.github.cachestarter.codec.EntryTags;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CacheAnnotationParser;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.SpringCacheAnnotationParser;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ObjectUtils;

/** Reads the annotations of tags, and what their expressions give. */
final class Tags {

    /**
     * What the operations of a {@code @CacheTagEvict} are known by. Spring looks for the operations of exactly its own classes,
     * and names those of its own annotations after their methods, which begins otherwise.
     */
    private static final String EVICTION = "@CacheTagEvict ";

    private Tags() {}

    /** Spring's own source of operations, which knows {@code @CacheTagEvict} too. */
    static AnnotationCacheOperationSource operations() {
        AnnotationCacheOperationSource source =
                new AnnotationCacheOperationSource(new SpringCacheAnnotationParser(), new EvictionParser());
        source.setPublicMethodsOnly(false); // as Spring's own
        return source;
    }

    /** Whether the "key" that Spring computes for this operation is one tag or several. */
    static boolean areKeyOf(CacheOperation operation) {
        return operation.getName().startsWith(EVICTION);
    }

    /** The expressions of a method's {@code @CacheTags}; empty: it has none. */
    static List<TagsOperation> of(Method method, Class<?> targetClass) {
        CacheTags tags = find(method, targetClass, CacheTags.class);
        return tags == null
                ? List.of()
                : Arrays.stream(tags.value())
                        .map(expression -> TagsOperation.of(method.toString(), expression))
                        .toList();
    }

    /** The expression of a method's {@code @CacheTtl}; null: it has none. */
    static @Nullable TagsOperation ttlOf(Method method, Class<?> targetClass) {
        CacheTtl ttl = find(method, targetClass, CacheTtl.class);
        return ttl == null ? null : TagsOperation.of(method.toString(), ttl.value());
    }

    /**
     * The time-to-live that an expression gave; null: it said nothing.
     *
     * @throws IllegalArgumentException if it is none
     */
    static @Nullable Duration duration(@Nullable Object given) {
        if (given == null || given instanceof Duration) {
            return (Duration) given;
        }
        if (given instanceof Number seconds) {
            return Duration.ofMillis((long) (seconds.doubleValue() * 1_000));
        }
        if (given instanceof CharSequence text) {
            return DurationFormatterUtils.detectAndParse(text.toString());
        }
        throw new IllegalArgumentException(
                "a " + given.getClass().getName() + " is no Duration, no number of seconds and no text such as 10m");
    }

    /**
     * The tags that an expression gave.
     *
     * @throws IllegalArgumentException if one is impossible, or there are too many of them
     */
    static List<String> values(@Nullable Object... given) {
        List<String> tags = new ArrayList<>(given.length);
        collect(Arrays.asList(given), tags);
        return EntryTags.checked(tags);
    }

    private static void collect(Collection<?> given, List<String> tags) {
        for (Object value : given) {
            if (value instanceof Collection<?> several) {
                collect(several, tags);
            } else if (ObjectUtils.isArray(value)) {
                collect(Arrays.asList(ObjectUtils.toObjectArray(value)), tags);
            } else if (value != null) {
                tags.add(value.toString());
            }
        }
    }

    private static <A extends Annotation> @Nullable A find(Method method, Class<?> targetClass, Class<A> type) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        A found = AnnotatedElementUtils.findMergedAnnotation(specific, type);
        return found != null ? found : AnnotatedElementUtils.findMergedAnnotation(method, type);
    }

    /** Makes an eviction of each expression of a {@code @CacheTagEvict}. */
    private static final class EvictionParser implements CacheAnnotationParser {

        @Override
        public boolean isCandidateClass(Class<?> targetClass) {
            return AnnotationUtils.isCandidateClass(targetClass, CacheTagEvict.class);
        }

        @Override
        public @Nullable Collection<CacheOperation> parseCacheAnnotations(Class<?> type) {
            return null;
        }

        @Override
        public @Nullable Collection<CacheOperation> parseCacheAnnotations(Method method) {
            CacheTagEvict evict = AnnotatedElementUtils.findMergedAnnotation(method, CacheTagEvict.class);
            if (evict == null) {
                return null;
            }
            if (evict.tags().length == 0) {
                throw new IllegalStateException(
                        "@CacheTagEvict on " + method + " names no tags: set its attribute tags");
            }
            return Arrays.stream(evict.tags())
                    .map(expression -> operation(method, evict, expression))
                    .toList();
        }

        private static CacheOperation operation(Method method, CacheTagEvict evict, String expression) {
            CacheEvictOperation.Builder builder = new CacheEvictOperation.Builder();
            builder.setName(EVICTION + method);
            builder.setCacheNames(cacheNames(method, evict));
            builder.setKey(expression);
            builder.setCondition(evict.condition());
            builder.setBeforeInvocation(evict.beforeInvocation());
            return builder.build();
        }

        private static String[] cacheNames(Method method, CacheTagEvict evict) {
            CacheConfig shared =
                    AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), CacheConfig.class);
            return evict.cacheNames().length == 0 && shared != null ? shared.cacheNames() : evict.cacheNames();
        }
    }
}
