package io.github.cachestarter.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records: their class and their components. An {@code equals} that a record overrides is not seen. */
final class RecordKind implements KeyKind {

    private final String name;
    private final List<Method> accessors = new ArrayList<>();

    RecordKind(Class<?> type) {
        name = KeyKinds.name(type);
        for (RecordComponent component : type.getRecordComponents()) {
            accessors.add(component.getAccessor());
        }
    }

    @Override
    public void write(KeyText out, Object key) {
        List<@Nullable Object> components = new ArrayList<>(accessors.size());
        for (Method accessor : accessors) {
            components.add(read(accessor, key));
        }
        out.type(name).elements(components);
    }

    private static @Nullable Object read(Method accessor, Object key) {
        if (!accessor.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "its module does not open " + accessor.getDeclaringClass().getName()
                            + " to this library, so that the component " + accessor.getName() + " cannot be read");
        }
        try {
            return accessor.invoke(key);
        } catch (IllegalAccessException | InvocationTargetException ex) {
            throw new IllegalArgumentException("its component " + accessor.getName() + " cannot be read", ex);
        }
    }
}
