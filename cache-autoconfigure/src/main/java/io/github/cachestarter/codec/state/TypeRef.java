package io.github.cachestarter.codec.state;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type without variables and wildcards: a class and its arguments. A variable that nothing binds becomes its bound, a
 * wildcard its upper bound: wider than needed is exact too, since an open type writes the class of each value.
 *
 * @param raw the class; an array class for arrays
 * @param arguments the type arguments in order, empty for a raw use; for an array the component
 */
record TypeRef(Class<?> raw, List<TypeRef> arguments) {

    static final TypeRef OBJECT = new TypeRef(Object.class, List.of());

    static TypeRef of(Type type) {
        return of(type, Map.of());
    }

    static TypeRef of(Type type, Map<TypeVariable<?>, TypeRef> bindings) {
        if (type instanceof Class<?> raw) {
            return ofClass(raw);
        }
        if (type instanceof ParameterizedType parameterized) {
            List<TypeRef> arguments = new ArrayList<>();
            for (Type argument : parameterized.getActualTypeArguments()) {
                arguments.add(of(argument, bindings));
            }
            return new TypeRef((Class<?>) parameterized.getRawType(), List.copyOf(arguments));
        }
        if (type instanceof GenericArrayType array) {
            TypeRef component = of(array.getGenericComponentType(), bindings);
            return new TypeRef(Array.newInstance(component.raw, 0).getClass(), List.of(component));
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], bindings);
        }
        TypeRef bound = bindings.get((TypeVariable<?>) type);
        return bound != null ? bound : ofClass(erasure(type));
    }

    private static TypeRef ofClass(Class<?> raw) {
        return raw.isArray() ? new TypeRef(raw, List.of(ofClass(raw.getComponentType()))) : new TypeRef(raw, List.of());
    }

    private static Class<?> erasure(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof TypeVariable<?> variable) {
            return erasure(variable.getBounds()[0]);
        }
        return Object.class;
    }

    /** The argument at an index; {@code Object} where the type is used raw. */
    TypeRef argument(int index) {
        return index < arguments.size() ? arguments.get(index) : OBJECT;
    }

    /** What the class's own type variables stand for. */
    Map<TypeVariable<?>, TypeRef> bindings() {
        TypeVariable<?>[] variables = raw.getTypeParameters();
        Map<TypeVariable<?>, TypeRef> bindings = new HashMap<>();
        for (int i = 0; i < variables.length && i < arguments.size(); i++) {
            bindings.put(variables[i], arguments.get(i));
        }
        return bindings;
    }

    /** The superclass as this type sees it; null above {@code Object} and for interfaces. */
    @Nullable
    TypeRef superclass() {
        Type type = raw.getGenericSuperclass();
        return type == null ? null : of(type, bindings());
    }

    /**
     * A subclass of this type, with the arguments that follow from this type's: {@code Circle<T> implements Shape<T>}
     * below {@code Shape<Long>} is a {@code Circle<Long>}.
     */
    TypeRef subtype(Class<?> subclass) {
        if (subclass == raw || subclass.getTypeParameters().length == 0) {
            return subclass == raw ? this : ofClass(subclass);
        }
        Type[] seen = argumentsSeenFrom(subclass, raw, Map.of());
        Map<TypeVariable<?>, TypeRef> bindings = new HashMap<>();
        for (int i = 0; seen != null && i < seen.length && i < arguments.size(); i++) {
            if (seen[i] instanceof TypeVariable<?> variable) {
                bindings.put(variable, arguments.get(i));
            }
        }
        List<TypeRef> own = new ArrayList<>();
        for (TypeVariable<?> variable : subclass.getTypeParameters()) {
            own.add(of(variable, bindings));
        }
        return new TypeRef(subclass, List.copyOf(own));
    }

    private static Type @Nullable [] argumentsSeenFrom(Type from, Class<?> target, Map<TypeVariable<?>, Type> known) {
        Class<?> raw = erasure(from);
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        List<Type> given = List.of(
                from instanceof ParameterizedType type ? type.getActualTypeArguments() : raw.getTypeParameters());
        Type[] actual = given.toArray(Type[]::new);
        for (int i = 0; i < actual.length; i++) {
            actual[i] =
                    actual[i] instanceof TypeVariable<?> variable ? known.getOrDefault(variable, variable) : actual[i];
            bound.put(raw.getTypeParameters()[i], actual[i]);
        }
        if (raw == target) {
            return actual;
        }
        List<Type> parents = new ArrayList<>(List.of(raw.getGenericInterfaces()));
        if (raw.getGenericSuperclass() != null) {
            parents.add(raw.getGenericSuperclass());
        }
        for (Type parent : parents) {
            if (target.isAssignableFrom(erasure(parent))) {
                return argumentsSeenFrom(parent, target, bound);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        if (raw.isArray()) {
            return argument(0) + "[]";
        }
        return arguments.isEmpty()
                ? raw.getName()
                : raw.getName() + arguments.stream().map(TypeRef::toString).collect(Collectors.joining(",", "<", ">"));
    }
}
