package io.github.cachestarter.codec;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * From what a method declares to the type of the values that Spring puts into the cache for it: one layer of
 * {@code Optional}, future or reactive type taken off, as Spring's interceptor does it (several values become a list),
 * and nothing left open: primitives boxed, wildcards and type variables replaced by their bounds.
 */
final class DeclaredTypes {

    private DeclaredTypes() {}

    /** The type of the values; {@code Object} where nothing is known. */
    static Type valueType(Type declared) {
        Class<?> raw = rawClass(declared);
        if (raw == Optional.class || CompletionStage.class.isAssignableFrom(raw)) {
            return closed(argument(declared));
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        if (adapter == null) {
            return closed(declared);
        }
        if (adapter.isNoValue()) {
            return Void.class;
        }
        Type element = closed(argument(declared));
        return adapter.isMultiValue() ? new Parameterized(List.class, null, List.of(element)) : element;
    }

    /** The class of a type after erasure. */
    static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType parameterized) {
            return rawClass(parameterized.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(rawClass(array.getGenericComponentType()));
        }
        if (type instanceof TypeVariable<?> variable) {
            return rawClass(variable.getBounds()[0]);
        }
        return type instanceof WildcardType wildcard ? rawClass(wildcard.getUpperBounds()[0]) : Object.class;
    }

    private static Type closed(Type type) {
        if (type instanceof Class<?> raw) {
            return ClassUtils.resolvePrimitiveIfNecessary(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return new Parameterized(
                    rawClass(parameterized),
                    parameterized.getOwnerType(),
                    Arrays.stream(arguments).map(DeclaredTypes::closed).toList());
        }
        if (type instanceof GenericArrayType array) {
            Type component = closed(array.getGenericComponentType());
            return component instanceof Class<?> raw ? arrayOf(raw) : new GenericArray(component);
        }
        if (type instanceof WildcardType wildcard) {
            return closed(wildcard.getUpperBounds()[0]);
        }
        // A variable's bound may name the variable itself (T extends Comparable<T>), so only its class is taken.
        return rawClass(type);
    }

    private static Type argument(Type declared) {
        return declared instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length == 1
                ? parameterized.getActualTypeArguments()[0]
                : Object.class;
    }

    private static Class<?> arrayOf(Class<?> component) {
        return Array.newInstance(component, 0).getClass();
    }

    /** Equal to every other implementation of the same type, the JDK's included. */
    private record Parameterized(Class<?> raw, @Nullable Type owner, List<Type> arguments)
            implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType that
                    && raw.equals(that.getRawType())
                    && Objects.equals(owner, that.getOwnerType())
                    && Arrays.equals(getActualTypeArguments(), that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(getActualTypeArguments()) ^ Objects.hashCode(owner) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(raw.getName());
            String separator = "<";
            for (Type argument : arguments) {
                text.append(separator).append(argument.getTypeName());
                separator = ", ";
            }
            return text.append('>').toString();
        }
    }

    /** Equal to every other implementation of the same type, the JDK's included. */
    private record GenericArray(Type component) implements GenericArrayType {

        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof GenericArrayType that && component.equals(that.getGenericComponentType());
        }

        @Override
        public int hashCode() {
            return component.hashCode();
        }

        @Override
        public String toString() {
            return component.getTypeName() + "[]";
        }
    }
}
