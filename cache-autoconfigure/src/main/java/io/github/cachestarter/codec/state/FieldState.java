package io.github.cachestarter.codec.state;

import io.github.cachestarter.RefusedValueException;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** One field of a class: how its content is written and put back. Frequent primitives go without boxes. */
final class FieldState {

    private final Field field;
    private final Class<?> type;
    private final Slot slot;

    FieldState(Field field, Slot slot) {
        this.field = field;
        this.type = field.getType();
        this.slot = slot;
    }

    Field field() {
        return field;
    }

    void write(StateWriter out, Object owner) {
        try {
            if (type == int.class) {
                out.json().writeNumber(field.getInt(owner));
            } else if (type == long.class) {
                out.json().writeNumber(field.getLong(owner));
            } else if (type == boolean.class) {
                out.json().writeBoolean(field.getBoolean(owner));
            } else if (type == String.class) {
                out.json().writeString((String) field.get(owner));
            } else {
                slot.write(out, field.get(owner));
            }
        } catch (IllegalAccessException ex) {
            throw unreachable(ex);
        } catch (Refusal ex) {
            throw new RefusedValueException(where(field), ex.getMessage(), ex.remedy);
        }
    }

    /** Reads the current token into an object. */
    void read(StateReader in, Object owner) {
        try {
            if (type == int.class) {
                field.setInt(owner, Tokens.integer(in));
            } else if (type == long.class) {
                field.setLong(owner, Tokens.longInteger(in));
            } else if (type == boolean.class) {
                field.setBoolean(owner, Tokens.bool(in));
            } else {
                field.set(owner, read(in));
            }
        } catch (IllegalAccessException ex) {
            throw unreachable(ex);
        }
    }

    /** Reads the current token. */
    @Nullable
    Object read(StateReader in) {
        if (type.isPrimitive() && in.token() == JsonToken.VALUE_NULL) {
            throw new IllegalStateException("The payload has null where a primitive belongs");
        }
        return slot.read(in);
    }

    @Nullable
    Object get(Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException ex) {
            throw unreachable(ex);
        }
    }

    void set(Object owner, @Nullable Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException ex) {
            throw unreachable(ex);
        }
    }

    static String where(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    private IllegalStateException unreachable(IllegalAccessException ex) {
        return new IllegalStateException("The field " + where(field) + " was made accessible and is not", ex);
    }
}
