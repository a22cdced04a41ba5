package io.github.cachestarter.codec.state;

import java.io.Externalizable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides from a class alone whether its objects are their fields, and which these are. What is refused here has state or
 * behaviour that fields do not show, or is no data at all.
 */
final class Admission {

    private static final Set<String> OWN_FORM = Set.of("writeObject", "readObject", "writeReplace", "readResolve");

    private Admission() {}

    /** The fields that are an object's state, the topmost superclass's first, made accessible. */
    static List<Field> fields(Class<?> type) {
        requireNested(type);
        requireNoContainer(type);
        List<Class<?>> chain = new ArrayList<>();
        for (Class<?> current = type; current != Object.class && current != Record.class; ) {
            if (Classes.isJdk(current)) {
                throw new Refusal(
                        "the class extends " + current.getName() + ", whose private state is the JDK's business",
                        "Hold it in a field instead of extending it, or map the object to a record");
            }
            requireNoOwnForm(current);
            chain.add(current);
            current = current.getSuperclass();
        }
        Collections.reverse(chain);
        List<Field> fields = new ArrayList<>();
        chain.forEach(each -> fields.addAll(declared(each)));
        return fields;
    }

    /** Whether nothing can change in an object after it was made, as far as its own class decides that. */
    static boolean hasOnlyFinalFields(Class<?> type) {
        for (Class<?> current = type; current != null && !Classes.isJdk(current); current = current.getSuperclass()) {
            for (Field field : current.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean hasFinalTransientField(Class<?> type) {
        for (Class<?> current = type; current != null && !Classes.isJdk(current); current = current.getSuperclass()) {
            for (Field field : current.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                if (!Modifier.isStatic(modifiers) && Modifier.isTransient(modifiers) && Modifier.isFinal(modifiers)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Field> declared(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        try {
            if (type.isRecord()) {
                for (RecordComponent component : type.getRecordComponents()) {
                    fields.add(type.getDeclaredField(component.getName()));
                }
            } else {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                        fields.add(field);
                    }
                }
            }
            fields.forEach(field -> field.setAccessible(true));
        } catch (InaccessibleObjectException ex) {
            throw new Refusal(
                    "the module " + type.getModule().getName() + " does not open " + type.getPackageName(),
                    "Add 'opens " + type.getPackageName() + ";' to its module-info.java");
        } catch (NoSuchFieldException ex) {
            throw new IllegalStateException("A record component without a field", ex);
        }
        return fields;
    }

    private static void requireNested(Class<?> type) {
        boolean nested = type.getEnclosingClass() != null;
        boolean free = Modifier.isStatic(type.getModifiers()) || type.isRecord();
        if (type.isHidden() || (nested && !free)) {
            throw new Refusal(
                    "the class is an inner, local or anonymous class or a lambda: its objects hold on to what is"
                            + " around them",
                    "Make it a static nested class, a top-level class or a record");
        }
    }

    private static void requireNoContainer(Class<?> type) {
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            throw new Refusal(
                    "the class is a collection or map of its own kind",
                    "Return one of the JDK's collections, or hold one in a field");
        }
    }

    private static void requireNoOwnForm(Class<?> type) {
        boolean own = Externalizable.class.isAssignableFrom(type);
        for (Method method : type.getDeclaredMethods()) {
            own |= OWN_FORM.contains(method.getName()) && !Modifier.isStatic(method.getModifiers());
        }
        if (own) {
            throw new Refusal(
                    "the class has its own serialized form (" + String.join(", ", new java.util.TreeSet<>(OWN_FORM))
                            + " or Externalizable), so its fields are not its state",
                    "Map it to a record, or use the codec 'java' for this cache");
        }
    }
}
