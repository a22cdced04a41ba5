package io.github.cachestarter.codec.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A place with a declared type: a field, an element, the root. Knows every class that may stand there.
 *
 * <p>A place with one possible class writes nothing about it: {@code null}, a scalar, or {@code [contents]}. A place
 * with several writes {@code [id, contents]}, where the id is the position in the ordered list of its classes, which the
 * fingerprint covers. In both a bare number stands for an object that was there before; no object is written as a number.
 */
final class Slot {

    private final TypeRef type;
    private final Map<Class<?>, Integer> ids = new HashMap<>();
    private Node[] nodes = {};
    private boolean scalar;

    Slot(TypeRef type) {
        this.type = type;
    }

    void link(List<Node> candidates) {
        nodes = candidates.toArray(Node[]::new);
        for (int i = 0; i < nodes.length; i++) {
            ids.put(nodes[i].key(), i);
        }
        scalar = nodes.length == 1 && nodes[0].form() == Node.Form.SCALAR;
    }

    void write(StateWriter out, @Nullable Object value) {
        if (value == null) {
            out.json().writeNull();
            return;
        }
        int id = idOf(value);
        Node node = nodes[id];
        if (scalar) {
            node.write(out, value, -1);
            return;
        }
        int number = -1;
        if (node.form() == Node.Form.OBJECT) {
            number = out.enter(value, node.late());
            if (number < 0) {
                return;
            }
        }
        out.json().writeStartArray();
        if (nodes.length > 1) {
            out.json().writeNumber(id);
        }
        node.write(out, value, number);
        out.json().writeEndArray();
        if (number >= 0) {
            out.leave(number);
        }
    }

    @Nullable
    Object read(StateReader in) {
        JsonToken token = in.token();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (scalar) {
            return nodes[0].read(in, -1);
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return in.reference(type.raw());
        }
        in.require(JsonToken.START_ARRAY);
        Node node = nodes[nodes.length > 1 ? in.nextIndex(nodes.length) : 0];
        if (node.form() == Node.Form.SCALAR) {
            in.next();
            Object value = node.read(in, -1);
            in.end();
            return value;
        }
        if (node.form() == Node.Form.VALUE) {
            return node.read(in, -1);
        }
        int number = in.enter();
        Object value = node.read(in, number);
        in.leave(number, value);
        return value;
    }

    private int idOf(Object value) {
        Class<?> runtime = value.getClass();
        if (nodes.length == 1 && nodes[0].key() == runtime) {
            return 0;
        }
        Integer id = ids.get(runtime);
        if (id == null) {
            id = ids.get(Keys.of(value));
        }
        if (id == null) {
            throw Keys.refuse(value, type);
        }
        return id;
    }
}
