package io.github.cachestarter.insight.readiness;

import io.github.cachestarter.cache.CacheMethods;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.util.ClassUtils;

/**
 * What the audit knows of one use of a cache by a method. Immutable.
 *
 * @param name what messages call it, such as {@code Catalogue.find}
 * @param access what it does with the cache
 * @param sync whether it runs one load per key at a time whatever the settings say
 * @param singly whether it does so where the settings of the cache say so
 * @param valueType the name of the type of what it stores; empty: it stores nothing
 * @param annotations the simple names of the annotations of the method and of its class
 * @param ambient what it knows of its caller
 */
public record MethodFacts(
        String name,
        Access access,
        boolean sync,
        boolean singly,
        String valueType,
        List<String> annotations,
        List<AmbientInput> ambient) {

    /** What a method does with a cache. */
    public enum Access {
        READ,
        PUT,
        EVICT
    }

    /** The facts of a use. */
    public static MethodFacts of(CacheMethods.Use use) {
        Method method = AopUtils.getMostSpecificMethod(use.method(), use.type());
        Access access = use.operation() instanceof CacheEvictOperation
                ? Access.EVICT
                : use.operation() instanceof CachePutOperation ? Access.PUT : Access.READ;
        return new MethodFacts(
                ClassUtils.getShortName(use.type()) + "." + method.getName(),
                access,
                use.operation() instanceof CacheableOperation cacheable && cacheable.isSync(),
                use.singly(),
                typeName(use.valueType()),
                Stream.of(use.type(), method).flatMap(MethodFacts::annotations).toList(),
                access == Access.READ ? AmbientInputs.of(method, use.type(), use.operation()) : List.of());
    }

    private static Stream<String> annotations(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .map(Class::getSimpleName);
    }

    private static String typeName(@Nullable Type type) {
        return type == null ? "" : type.getTypeName().replaceAll("[\\w$]+\\.", "");
    }
}
