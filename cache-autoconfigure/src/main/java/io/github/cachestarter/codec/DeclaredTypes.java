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
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Leaves nothing open in the declared type of a value: primitives boxed, wildcards and type variables replaced by their
 * bounds. Takes no {@code Optional} or {@code Mono} off: whoever knows the method did that, as far as Spring does it, and
 * what is left (of a {@code Mono<Optional<String>>}, say) is the value.
 */
final class DeclaredTypes {

    private DeclaredTypes() {}

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

    /** The type with nothing left open; {@code Object} where nothing is known. */
    static Type closed(Type type) {
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
