package io.github.cachestarter.redis;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides once per class how its keys are written. What counts as equal decides the text: lists are equal by their
 * elements whatever their class, sets and maps in any order; arrays, which Java compares by identity, are compared by their
 * content as {@code SimpleKey} does. A class that this project does not know must have a {@code toString} and an
 * {@code equals} of its own: its text is its name and what it says of itself.
 */
final class KeyKinds {

    private static final ClassValue<KeyKind> KINDS = new ClassValue<>() {
        @Override
        protected KeyKind computeValue(Class<?> type) {
            return resolve(type);
        }
    };

    private KeyKinds() {}

    static KeyKind of(Class<?> type) {
        return KINDS.get(type);
    }

    /** The name of a class in a text: with a dot in any case, so that no class is mistaken for a built-in type. */
    static String name(Class<?> type) {
        String name = type.getName();
        return Escapes.escape(name.indexOf('.') < 0 ? '.' + name : name, Escapes.NESTED);
    }

    /** Whether equality of instances is what the given class says. */
    static boolean inheritsEquals(Class<?> type, Class<?> from) {
        return declaring(type, "equals", Object.class) == from;
    }

    private static KeyKind resolve(Class<?> type) {
        KeyKind known = ScalarKinds.of(type);
        if (known == null) {
            known = SpringKinds.of(type);
        }
        if (known == null) {
            known = container(type);
        }
        return known != null ? known : own(type);
    }

    private static @Nullable KeyKind container(Class<?> type) {
        if (type.isRecord()) {
            return new RecordKind(type);
        }
        if (type.isArray()) {
            return ContainerKinds.array(type);
        }
        if (List.class.isAssignableFrom(type)) {
            return ContainerKinds.LIST;
        }
        if (Set.class.isAssignableFrom(type)) {
            return ContainerKinds.SET;
        }
        if (Map.class.isAssignableFrom(type)) {
            return ContainerKinds.MAP;
        }
        if (Map.Entry.class.isAssignableFrom(type)) {
            return ContainerKinds.MAP_ENTRY;
        }
        return Collection.class.isAssignableFrom(type) ? ContainerKinds.COLLECTION : null;
    }

    private static KeyKind own(Class<?> type) {
        if (declaring(type, "toString") == Object.class || inheritsEquals(type, Object.class)) {
            return refused("it has no toString() and equals() of its own to tell its instances apart");
        }
        // Names that a JVM makes up while it runs.
        if (Proxy.isProxyClass(type)
                || type.isHidden()
                || type.getName().contains("$$")
                || type.getName().contains("$HibernateProxy$")) {
            return refused("it is a generated class, whose name differs from JVM to JVM");
        }
        String name = name(type);
        return (out, key) -> out.type(name).ownText(key);
    }

    private static KeyKind refused(String why) {
        return (out, key) -> {
            throw new IllegalArgumentException(key.getClass().getName() + " has no stable text, " + why);
        };
    }

    private static Class<?> declaring(Class<?> type, String method, Class<?>... parameters) {
        try {
            return type.getMethod(method, parameters).getDeclaringClass();
        } catch (NoSuchMethodException ex) {
            throw new IllegalStateException("Every class has " + method, ex);
        }
    }
}
