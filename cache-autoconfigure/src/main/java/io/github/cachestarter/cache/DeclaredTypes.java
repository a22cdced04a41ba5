package io.github.cachestarter.cache;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The type of the values that Spring caches for a method, which is not always its return type: an {@code Optional} is
 * stored unwrapped, a future or publisher by what it gives, several values as a list, primitives boxed. Type variables
 * are resolved against the bean's class, so that an inherited {@code T find(K id)} has a type.
 */
final class DeclaredTypes {

    // Deep enough for real types, and an end for those that refer to themselves (E extends Enum<E>).
    private static final int MAX_DEPTH = 12;

    private DeclaredTypes() {}

    /** The type, or null for a method that returns nothing. */
    static @Nullable Type of(Method method, Class<?> targetClass) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            int continuation = method.getParameterCount() - 1;
            return resolved(
                    ResolvableType.forMethodParameter(method, continuation, targetClass)
                            .getGeneric(),
                    0);
        }
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        ResolvableType returned = ResolvableType.forMethodReturnType(specific, targetClass);
        Class<?> raw = returned.toClass();
        if (raw == void.class || raw == Void.class) {
            return null;
        }
        if (raw == Optional.class) {
            return resolved(returned.getGeneric(), 0);
        }
        if (CompletionStage.class.isAssignableFrom(raw)) {
            return resolved(returned.as(CompletionStage.class).getGeneric(), 0);
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        if (adapter == null) {
            return resolved(returned, 0);
        }
        Type value = resolved(returned.getGeneric(), 0);
        return adapter.isMultiValue() ? parameterized(List.class, ResolvableType.forType(value)) : value;
    }

    /** Whether a method that returns this gives one value after another, a {@code Flux} for instance. */
    static boolean isStream(Class<?> returned) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned);
        return adapter != null && adapter.isMultiValue();
    }

    /**
     * The class against which a method's type variables are to be resolved. A proxy made by somebody else (a repository,
     * a client) knows more through its interface than the class behind it does.
     */
    static Class<?> declaringClass(Object target, Method method) {
        if (Proxy.isProxyClass(target.getClass())) {
            for (Class<?> type : target.getClass().getInterfaces()) {
                if (method.getDeclaringClass().isAssignableFrom(type)) {
                    return type;
                }
            }
        }
        return AopProxyUtils.ultimateTargetClass(target);
    }

    private static Type resolved(ResolvableType type, int depth) {
        Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
        if (type.getType() instanceof Class<?> || depth == MAX_DEPTH) {
            return raw;
        }
        if (type.isArray()) {
            Type component = resolved(type.getComponentType(), depth + 1);
            return component instanceof Class<?> known ? known.arrayType() : new ArrayOf(component);
        }
        if (!type.hasGenerics()) {
            return raw;
        }
        ResolvableType[] generics = type.getGenerics();
        ResolvableType[] arguments = new ResolvableType[generics.length];
        for (int i = 0; i < generics.length; i++) {
            arguments[i] = ResolvableType.forType(resolved(generics[i], depth + 1));
        }
        return parameterized(raw, arguments);
    }

    private static Type parameterized(Class<?> raw, ResolvableType... arguments) {
        return ResolvableType.forClassWithGenerics(raw, arguments).getType();
    }

    private record ArrayOf(Type getGenericComponentType) implements GenericArrayType {

        @Override
        public String toString() {
            return getGenericComponentType.getTypeName() + "[]";
        }
    }
}
