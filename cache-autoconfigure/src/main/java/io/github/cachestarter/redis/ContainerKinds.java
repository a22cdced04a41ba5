package io.github.cachestarter.redis;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Containers: by their elements. */
final class ContainerKinds {

    static final KeyKind LIST = (out, key) -> out.type("list").elements((List<?>) key);

    static final KeyKind SET = (out, key) -> {
        List<String> texts = new ArrayList<>();
        for (Object element : (Collection<?>) key) {
            texts.add(out.nested(element));
        }
        out.type("set").unordered(texts);
    };

    static final KeyKind MAP = (out, key) -> {
        List<String> texts = new ArrayList<>();
        ((Map<?, ?>) key).forEach((name, value) -> texts.add(out.nested(name) + '=' + out.nested(value)));
        out.type("map").unordered(texts);
    };

    static final KeyKind MAP_ENTRY = (out, key) -> {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) key;
        out.type("entry").unordered(List.of(out.nested(entry.getKey()) + '=' + out.nested(entry.getValue())));
    };

    /** Queues, the values of a map: compared by identity in Java, here by their elements in order, as arrays are. */
    static final KeyKind COLLECTION = (out, key) -> out.type("collection").elements((Collection<?>) key);

    private static final KeyKind OBJECTS = (out, key) -> out.type("array").elements(Arrays.asList((Object[]) key));

    private static final KeyKind BYTES =
            (out, key) -> out.type("byte[]").safe(HexFormat.of().formatHex((byte[]) key));

    private ContainerKinds() {}

    /** Arrays of objects are equal by their elements whatever their component type, as in {@code Arrays.deepEquals}. */
    static KeyKind array(Class<?> type) {
        if (!type.getComponentType().isPrimitive()) {
            return OBJECTS;
        }
        return type == byte[].class ? BYTES : primitives(type.getComponentType().getName() + "[]");
    }

    private static KeyKind primitives(String name) {
        return (out, key) -> {
            List<Object> boxed = new ArrayList<>();
            for (int i = 0; i < Array.getLength(key); i++) {
                boxed.add(Array.get(key, i));
            }
            out.type(name).elements(boxed);
        };
    }
}
