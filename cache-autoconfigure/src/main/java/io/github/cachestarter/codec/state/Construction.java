package io.github.cachestarter.codec.state;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an object of a class is made. In this order: a record by its canonical constructor; a class by its constructor
 * without arguments; by a constructor whose parameters are its fields by name and type (not for classes that can reach
 * themselves: a cycle needs the object before its contents); else without a constructor, as JDK serialization does.
 *
 * <p>A constructor may change what it is given. What it made is compared with what was read: a class is corrected field
 * by field, a record that differs is an error, so that the value counts as a miss instead of a wrong answer.
 */
final class Construction {

    private final Constructor<?> constructor;
    private final int[] order;
    private final boolean late;
    private final boolean correctable;
    private final String mode;

    private Construction(Constructor<?> constructor, String mode, int[] order, boolean late, boolean correctable) {
        this.constructor = constructor;
        this.mode = mode;
        this.order = order;
        this.late = late;
        this.correctable = correctable;
    }

    /** Finds the way for a class with these fields. */
    static Construction of(Class<?> type, List<Field> fields, boolean reachesItself) {
        if (type.isRecord()) {
            return record(type, fields.size());
        }
        try {
            return new Construction(
                    accessible(type.getDeclaredConstructor()), "constructor()", new int[0], false, true);
        } catch (NoSuchMethodException ex) {
            Construction byParameters = reachesItself ? null : byParameters(type, fields);
            return byParameters != null ? byParameters : allocation(type);
        }
    }

    boolean late() {
        return late;
    }

    /** For the fingerprint and for messages. */
    String mode() {
        return mode;
    }

    /** Makes an object; values in the order of the fields if {@link #late}, else none. */
    Object create(FieldState[] fields, @Nullable Object[] values) {
        @Nullable Object[] arguments = new @Nullable Object[order.length];
        for (int i = 0; i < order.length; i++) {
            arguments[i] = values[order[i]];
        }
        Object made = newInstance(arguments);
        for (int i = 0; i < values.length; i++) {
            Object kept = fields[i].get(made);
            if (kept != values[i] && !same(kept, values[i])) {
                if (!correctable) {
                    throw new IllegalStateException(
                            "The constructor of " + made.getClass().getName() + " changes what it is given for "
                                    + fields[i].field().getName());
                }
                fields[i].set(made, values[i]);
            }
        }
        return made;
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        return left != null && right != null && left.getClass() == right.getClass() && Objects.deepEquals(left, right);
    }

    private Object newInstance(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException ex) {
            throw new IllegalStateException("The constructor of " + constructor.getDeclaringClass() + " failed", ex);
        }
    }

    private static Construction record(Class<?> type, int components) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        int[] order = new int[components];
        Arrays.setAll(order, i -> i);
        try {
            return new Construction(
                    accessible(type.getDeclaredConstructor(types)), "canonical constructor", order, true, false);
        } catch (NoSuchMethodException ex) {
            throw new IllegalStateException("The record " + type.getName() + " has no canonical constructor", ex);
        }
    }

    private static @Nullable Construction byParameters(Class<?> type, List<Field> fields) {
        for (Constructor<?> candidate : type.getDeclaredConstructors()) {
            int[] order = match(candidate.getParameters(), fields);
            if (order.length == fields.size() && !candidate.isSynthetic()) {
                return new Construction(accessible(candidate), "constructor(fields)", order, true, true);
            }
        }
        return null;
    }

    /** Which field each parameter is; empty if they are not the fields. */
    private static int[] match(Parameter[] parameters, List<Field> fields) {
        List<Field> free = new ArrayList<>(fields);
        int[] order = new int[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Parameter parameter = parameters[i];
            Field found = null;
            for (Field field : free) {
                if (parameter.isNamePresent()
                        && field.getName().equals(parameter.getName())
                        && field.getType() == parameter.getType()) {
                    found = field;
                }
            }
            if (found == null) {
                return new int[0];
            }
            free.remove(found);
            order[i] = fields.indexOf(found);
        }
        return order;
    }

    private static Construction allocation(Class<?> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object instance = factory.getMethod("getReflectionFactory").invoke(null);
            Object made = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                    .invoke(instance, type, Object.class.getDeclaredConstructor());
            if (made instanceof Constructor<?> constructor) {
                return new Construction(constructor, "allocation", new int[0], false, true);
            }
        } catch (ReflectiveOperationException | RuntimeException ex) {
            // Not this JVM: refused below, as if there were none.
        }
        throw new Refusal(
                "the class has no constructor that the codec can use",
                "Give it a constructor without arguments, or make it a record");
    }

    private static <T> Constructor<T> accessible(Constructor<T> constructor) {
        constructor.setAccessible(true);
        return constructor;
    }
}
