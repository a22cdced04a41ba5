package io.github.cachestarter.codec.graph;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an application's class: its own fields and those of its superclasses below the JDK. {@code transient}
 * ones are no state.
 *
 * @param fields made accessible
 * @param problem why there is state that cannot be read, or null
 */
record ObjectFields(List<Field> fields, @Nullable String problem) {

    private static final ClassValue<ObjectFields> CACHE = new ClassValue<>() {
        @Override
        protected ObjectFields computeValue(Class<?> type) {
            return compute(type);
        }
    };

    static ObjectFields of(Class<?> type) {
        return CACHE.get(type);
    }

    /** Whether objects of the class cannot change themselves. */
    boolean allFinal() {
        return problem == null && fields.stream().allMatch(field -> Modifier.isFinal(field.getModifiers()));
    }

    private static ObjectFields compute(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        Class<?> at = type;
        for (; !ObjectKind.isJdk(at); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (isState(field)) {
                    try {
                        field.setAccessible(true);
                    } catch (InaccessibleObjectException | SecurityException ex) {
                        return new ObjectFields(List.of(), "its fields cannot be read: " + ex.getMessage());
                    }
                    fields.add(field);
                }
            }
        }
        return new ObjectFields(List.copyOf(fields), hiddenState(at));
    }

    private static @Nullable String hiddenState(Class<?> jdkSuperclass) {
        if (Collection.class.isAssignableFrom(jdkSuperclass) || Map.class.isAssignableFrom(jdkSuperclass)) {
            return null; // compared by content
        }
        for (Class<?> at = jdkSuperclass; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (isState(field)) {
                    return "it extends " + jdkSuperclass.getName() + ", whose state cannot be read";
                }
            }
        }
        return null;
    }

    private static boolean isState(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
    }
}
