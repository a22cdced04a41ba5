package io.github.cachestarter.codec.state;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells whether two object graphs are the same, strictly and slowly, on its own: classes, fields, order where there is one,
 * and which places hold the same object. Shares no code with what it judges.
 */
final class Graphs {

    private final IdentityHashMap<Object, Object> there = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Object> back = new IdentityHashMap<>();

    private Graphs() {}

    /** The first difference as a path, or null. */
    static String difference(Object left, Object right) {
        return new Graphs().compare(left, right, "value");
    }

    private String compare(Object left, Object right, String path) {
        if (left == null || right == null) {
            return left == right ? null : path + ": " + left + " and " + right;
        }
        if (plain(left) != plain(right)) {
            return path + ": " + left.getClass() + " and " + right.getClass();
        }
        if (isValue(left)) {
            return left.equals(right) ? null : path + ": " + left + " and " + right;
        }
        if (there.containsKey(left) || back.containsKey(right)) {
            return there.get(left) == right && back.get(right) == left ? null : path + ": another alias";
        }
        if (!(left instanceof Record)) {
            there.put(left, right);
            back.put(right, left);
        }
        return contents(left, right, path);
    }

    private String contents(Object left, Object right, String path) {
        if (left.getClass().isArray()) {
            return ordered(elements(left), elements(right), path);
        }
        if (left instanceof Map<?, ?> map) {
            Collection<?> other = ((Map<?, ?>) right).entrySet();
            for (Object key : ((Map<?, ?>) right).keySet()) {
                if (!((Map<?, ?>) right).containsKey(key)) {
                    return path + ": a key that is not found";
                }
            }
            return orderMatters(left)
                    ? ordered(parts(map.entrySet()), parts(other), path)
                    : unordered(map.entrySet(), other, path);
        }
        if (left instanceof Set<?> set && !orderMatters(left)) {
            for (Object each : (Set<?>) right) {
                if (!((Set<?>) right).contains(each)) {
                    return path + ": an element that is not found";
                }
            }
            return unordered(set, (Set<?>) right, path);
        }
        if (left instanceof Collection<?> collection) {
            return ordered(new ArrayList<>(collection), new ArrayList<>((Collection<?>) right), path);
        }
        if (left instanceof Map.Entry<?, ?> entry) {
            Map.Entry<?, ?> other = (Map.Entry<?, ?>) right;
            return ordered(
                    Arrays.asList(entry.getKey(), entry.getValue()),
                    Arrays.asList(other.getKey(), other.getValue()),
                    path);
        }
        if (left instanceof Optional<?> optional) {
            return compare(optional.orElse(null), ((Optional<?>) right).orElse(null), path + ".get()");
        }
        if (left instanceof AtomicReference<?> reference) {
            return compare(reference.get(), ((AtomicReference<?>) right).get(), path + ".get()");
        }
        return fields(left, right, path);
    }

    private String fields(Object left, Object right, String path) {
        if (Classes.isJdk(left.getClass())) {
            // Numbers, atomics and the like.
            return Objects.equals(left, right) || left.toString().equals(right.toString()) ? null : path + ": " + left;
        }
        for (Class<?> type = left.getClass(); type != null && !Classes.isJdk(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                try {
                    field.setAccessible(true);
                    String found = compare(field.get(left), field.get(right), path + "." + field.getName());
                    if (found != null) {
                        return found;
                    }
                } catch (IllegalAccessException ex) {
                    throw new IllegalStateException(ex);
                }
            }
        }
        return null;
    }

    private String ordered(List<?> left, List<?> right, String path) {
        if (left.size() != right.size()) {
            return path + ": " + left.size() + " and " + right.size() + " elements";
        }
        for (int i = 0; i < left.size(); i++) {
            String found = compare(left.get(i), right.get(i), path + "[" + i + "]");
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String unordered(Collection<?> left, Collection<?> right, String path) {
        List<Object> rest = new ArrayList<>(right);
        for (Object each : left) {
            Object match = null;
            for (Object candidate : rest) {
                Graphs trial = new Graphs();
                trial.there.putAll(there);
                trial.back.putAll(back);
                List<?> one = each instanceof Map.Entry<?, ?> ? parts(List.of(each)) : Arrays.asList(each);
                List<?> other = each instanceof Map.Entry<?, ?> ? parts(List.of(candidate)) : Arrays.asList(candidate);
                if (match == null && trial.ordered(one, other, path) == null) {
                    match = candidate == null ? this : candidate;
                    there.putAll(trial.there);
                    back.putAll(trial.back);
                }
            }
            if (match == null) {
                return path + ": nothing equals " + each;
            }
            rest.remove(match == this ? null : match);
        }
        return rest.isEmpty() ? null : path + ": more than before";
    }

    private static List<Object> parts(Collection<?> entries) {
        List<Object> parts = new ArrayList<>();
        for (Object each : entries) {
            parts.add(((Map.Entry<?, ?>) each).getKey());
            parts.add(((Map.Entry<?, ?>) each).getValue());
        }
        return parts;
    }

    private static List<Object> elements(Object array) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static boolean orderMatters(Object container) {
        String name = container.getClass().getSimpleName();
        return name.contains("Linked")
                || name.contains("Unmodifiable")
                || container instanceof SortedSet<?>
                || container instanceof java.util.SortedMap<?, ?>;
    }

    private static boolean isValue(Object value) {
        return value instanceof String
                || value instanceof Enum<?>
                || value.getClass().getPackageName().startsWith("java.time")
                || (Classes.isJdk(value.getClass())
                        && Scalars.ALL.stream().anyMatch(scalar -> scalar.key() == value.getClass()));
    }

    /** Hibernate's loaded collections count as what they stand for. */
    private static Class<?> plain(Object value) {
        return Hibernate.isCollection(value) ? Keys.of(value) : value.getClass();
    }
}
