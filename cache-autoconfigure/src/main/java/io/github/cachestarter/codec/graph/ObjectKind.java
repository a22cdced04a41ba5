package io.github.cachestarter.codec.graph;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How objects of a class are compared. Computed once per class.
 *
 * @param form what they are
 * @param family two objects can be the same only if they are of one family: their class, mostly
 * @param identity whether it matters how many references lead to one object
 */
record ObjectKind(Form form, Object family, boolean identity) {

    /** What objects are, for the comparison. */
    enum Form {
        /** A value of the JDK or an enum constant: by {@code equals}. */
        VALUE,
        /** An object of the application: by its fields. */
        OBJECT,
        ARRAY,
        /** A collection whose order counts. */
        SEQUENCE,
        /** A set without an order. */
        SET,
        /** A map whose order counts. */
        ORDERED_MAP,
        /** A map without an order. */
        MAP,
        /** An object of the JDK that holds others, for example an atomic reference. */
        HOLDER,
        /** Nothing can be said about it. */
        OPAQUE
    }

    private static final ClassValue<ObjectKind> KINDS = new ClassValue<>() {
        @Override
        protected ObjectKind computeValue(Class<?> type) {
            return compute(type);
        }
    };

    private static final List<String> UNMODIFIABLE = List.of(
            "java.util.Collections$Unmodifiable", "java.util.Collections$Empty", "java.util.Collections$Singleton");

    static ObjectKind of(Object object) {
        return KINDS.get(object.getClass());
    }

    /** Whether a class is of the JDK, whose fields are nobody's business. */
    static boolean isJdk(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** Whether objects of that kind can be looked up in any set or map as reliably as a string. */
    boolean isPlainValue() {
        return form == Form.VALUE
                && family instanceof Class<?> type
                && (Modifier.isFinal(type.getModifiers()) || Enum.class.isAssignableFrom(type));
    }

    boolean isContainer() {
        return form == Form.SEQUENCE || form == Form.SET || form == Form.MAP || form == Form.ORDERED_MAP;
    }

    private static ObjectKind compute(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return new ObjectKind(Form.VALUE, type, false);
        }
        if (Proxy.isProxyClass(type) || type.isHidden() || Hibernate.isLazyProxy(type)) {
            return new ObjectKind(Form.OPAQUE, type, false);
        }
        Form form = form(type);
        if (type.getName().startsWith("java.util.ImmutableCollections$")) {
            // List.of(..) has several classes, by size.
            return new ObjectKind(form, "an unmodifiable " + form, false);
        }
        boolean unmodifiable = Holders.immutable(type)
                || (form == Form.OBJECT && ObjectFields.of(type).allFinal())
                || UNMODIFIABLE.stream().anyMatch(type.getName()::startsWith);
        return new ObjectKind(form, type, !unmodifiable && form != Form.VALUE);
    }

    private static Form form(Class<?> type) {
        if (type.isArray()) {
            return Form.ARRAY;
        }
        if (Map.class.isAssignableFrom(type)) {
            boolean ordered = SortedMap.class.isAssignableFrom(type) || LinkedHashMap.class.isAssignableFrom(type);
            return ordered ? Form.ORDERED_MAP : Form.MAP;
        }
        if (Set.class.isAssignableFrom(type)) {
            boolean ordered = SortedSet.class.isAssignableFrom(type)
                    || LinkedHashSet.class.isAssignableFrom(type)
                    || EnumSet.class.isAssignableFrom(type);
            return ordered ? Form.SEQUENCE : Form.SET;
        }
        if (Collection.class.isAssignableFrom(type)) {
            return Form.SEQUENCE;
        }
        if (!isJdk(type)) {
            return Form.OBJECT;
        }
        if (Holders.holds(type)) {
            return Form.HOLDER;
        }
        return hasOwnEquals(type) ? Form.VALUE : Form.OPAQUE;
    }

    private static boolean hasOwnEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException ex) {
            throw new IllegalStateException("Every class has it", ex);
        }
    }
}
