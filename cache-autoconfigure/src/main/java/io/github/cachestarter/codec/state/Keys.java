package io.github.cachestarter.codec.state;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which class stands for a value. Mostly its own; the JDK's hidden classes get a name here, and the containers that
 * Hibernate puts into entities count as the plain ones they stand for, once they are loaded.
 */
final class Keys {

    private static final Map<Class<?>, Class<?>> HIDDEN = hidden();

    private Keys() {}

    /** {@code List.of}. */
    static final class ListOf {}

    /** {@code Stream.toList()} and others that are unmodifiable as {@code List.of} is, but do not reject null. */
    static final class StreamList {}

    /** {@code Set.of}. */
    static final class SetOf {}

    /** {@code Map.of}. */
    static final class MapOf {}

    /** {@code Map.entry}. */
    static final class EntryOf {}

    private static Map<Class<?>, Class<?>> hidden() {
        Map<Class<?>, Class<?>> hidden = new HashMap<>();
        for (int size = 0; size < 4; size++) {
            Integer[] numbers = Stream.iterate(0, i -> i + 1).limit(size).toArray(Integer[]::new);
            hidden.put(List.of(numbers).getClass(), ListOf.class);
            hidden.put(Stream.of(numbers).toList().getClass(), ListOf.class);
            hidden.put(Set.of(numbers).getClass(), SetOf.class);
        }
        hidden.put(Map.of().getClass(), MapOf.class);
        hidden.put(Map.of(0, 0).getClass(), MapOf.class);
        hidden.put(Map.of(0, 0, 1, 1).getClass(), MapOf.class);
        hidden.put(Map.entry(0, 0).getClass(), EntryOf.class);
        hidden.put(ZoneId.of("Europe/Paris").getClass(), ZoneId.class);
        hidden.put(TimeZone.getTimeZone("UTC").getClass(), TimeZone.class);
        hidden.put(EnumSet.noneOf(Thread.State.class).getClass(), EnumSet.class);
        hidden.put(EnumSet.noneOf(Character.UnicodeScript.class).getClass(), EnumSet.class);
        return Map.copyOf(hidden);
    }

    static Class<?> of(Object value) {
        Class<?> key = HIDDEN.get(value.getClass());
        if (key == ListOf.class) {
            return rejectsNull((List<?>) value) ? ListOf.class : StreamList.class;
        }
        if (key != null) {
            return key;
        }
        if (Hibernate.isCollection(value)) {
            Hibernate.requireLoaded(value);
            return plain(value);
        }
        return Classes.of(value);
    }

    /** The type to declare for a value whose declared type nobody knows. */
    static Class<?> declared(Class<?> runtime) {
        Class<?> key = HIDDEN.getOrDefault(runtime, runtime);
        if (key == ListOf.class || (Hibernate.isCollection(runtime) && List.class.isAssignableFrom(runtime))) {
            return List.class;
        }
        if (key == SetOf.class || (Hibernate.isCollection(runtime) && Set.class.isAssignableFrom(runtime))) {
            return Set.class;
        }
        if (key == MapOf.class || (Hibernate.isCollection(runtime) && Map.class.isAssignableFrom(runtime))) {
            return Map.class;
        }
        if (key == EntryOf.class) {
            return Map.Entry.class;
        }
        Class<?> parent = key.getSuperclass();
        return parent != null && parent.isEnum() ? parent : key;
    }

    /** {@code copyOf} copies exactly those that hold or may hold null. */
    private static boolean rejectsNull(List<?> list) {
        try {
            return List.copyOf(list) == list;
        } catch (NullPointerException ex) {
            return false;
        }
    }

    private static Class<?> plain(Object value) {
        if (value instanceof java.util.SortedSet<?>) {
            return TreeSet.class;
        }
        if (value instanceof java.util.SortedMap<?, ?>) {
            return TreeMap.class;
        }
        if (value instanceof Map<?, ?>) {
            return LinkedHashMap.class;
        }
        if (value instanceof Set<?>) {
            return LinkedHashSet.class;
        }
        return value instanceof Collection<?> ? ArrayList.class : value.getClass();
    }

    /** Says why a value's class has no id at a place. */
    static Refusal refuse(Object value, TypeRef declared) {
        Class<?> type = value.getClass();
        if (Hibernate.isProxy(value)) {
            return new Refusal(
                    "the " + declared + " is a lazy proxy of Hibernate",
                    "Fetch the relation together with its owner, or map the entity to a record or DTO");
        }
        if (java.lang.reflect.Proxy.isProxyClass(type) || type.getName().contains("$$")) {
            return new Refusal(
                    "the value is a generated proxy (" + type.getName() + ") and no " + declared,
                    "Return a record or DTO instead of a proxy or an interface projection");
        }
        if (Classes.isJdk(type)) {
            return new Refusal(
                    "a " + type.getName() + " cannot stand for " + declared,
                    "Use a type that can be kept: for collections ArrayList, LinkedHashMap, List.of and the like");
        }
        return new Refusal(
                "a " + type.getName() + " stands where " + declared + " is declared, and nothing says that it may",
                "Register it: cache-starter.types=" + type.getName() + " (or a CacheTypeCustomizer bean), make the"
                        + " declared type sealed, or declare the exact type");
    }
}
