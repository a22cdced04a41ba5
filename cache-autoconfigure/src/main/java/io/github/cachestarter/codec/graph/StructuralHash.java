package io.github.cachestarter.codec.graph;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash of an object's state, equal for graphs that are the same, whatever their {@code hashCode} says. It looks only a
 * few steps deep and only at the first elements: it sorts elements into buckets, the comparison decides.
 */
final class StructuralHash {

    private static final int DEPTH = 3;
    private static final int ELEMENTS = 16;

    private StructuralHash() {}

    static int of(@Nullable Object object) {
        return hash(object, DEPTH);
    }

    private static int hash(@Nullable Object object, int depth) {
        if (object == null || Hibernate.isUninitialised(object)) {
            return 0;
        }
        ObjectKind kind = ObjectKind.of(object);
        return switch (kind.form()) {
            case VALUE -> object instanceof Enum<?> constant ? constant.name().hashCode() : object.hashCode();
            case OBJECT -> depth == 0 ? 1 : fields(object, depth - 1);
            case ARRAY -> depth == 0 ? 2 : array(object, depth - 1);
            case HOLDER -> depth == 0 ? 3 : inOrder(Holders.contents(object), depth - 1);
            case SEQUENCE, SET, MAP, ORDERED_MAP -> depth == 0 ? 4 : container(object, depth - 1);
            case OPAQUE -> 5;
        };
    }

    private static int fields(Object object, int depth) {
        int hash = object.getClass().getName().hashCode();
        for (Field field : ObjectFields.of(object.getClass()).fields()) {
            try {
                hash = 31 * hash + hash(field.get(object), depth);
            } catch (IllegalAccessException ex) {
                throw new IllegalStateException("It was made accessible", ex);
            }
        }
        return hash;
    }

    private static int array(Object array, int depth) {
        int length = Array.getLength(array);
        int hash = length;
        for (int i = 0; i < Math.min(length, ELEMENTS); i++) {
            hash = 31 * hash + hash(Array.get(array, i), depth);
        }
        return hash;
    }

    /** A set and a map come back in another order, and a set of Hibernate's as an ordered one. */
    private static int container(Object container, int depth) {
        if (container instanceof Map<?, ?> map) {
            int sum = map.size();
            if (sum <= ELEMENTS) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    sum += 31 * hash(entry.getKey(), depth) + hash(entry.getValue(), depth);
                }
            }
            return sum;
        }
        Collection<?> collection = (Collection<?>) container;
        if (collection.size() > ELEMENTS) {
            return collection.size();
        }
        int sum = collection.size();
        for (Object element : collection) {
            sum += hash(element, depth);
        }
        return sum;
    }

    private static int inOrder(Iterable<? extends @Nullable Object> contents, int depth) {
        int hash = 1;
        for (Object content : contents) {
            hash = 31 * hash + hash(content, depth);
        }
        return hash;
    }
}
