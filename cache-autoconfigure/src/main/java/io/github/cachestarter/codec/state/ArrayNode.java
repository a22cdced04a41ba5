package io.github.cachestarter.codec.state;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An array other than {@code byte[]}, of exactly the declared class. */
final class ArrayNode extends Node {

    private final Class<?> componentType;
    private final Slot component;

    ArrayNode(Class<?> type, Slot component) {
        super(type, Form.OBJECT, true);
        this.componentType = type.getComponentType();
        this.component = component;
    }

    @Override
    void write(StateWriter out, Object value, int number) {
        int length = Array.getLength(value);
        for (int i = 0; i < length; i++) {
            component.write(out, Array.get(value, i));
        }
    }

    @Override
    Object read(StateReader in, int number) {
        List<@Nullable Object> elements = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            elements.add(component.read(in));
        }
        Object array = Array.newInstance(componentType, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }
}
