package io.github.cachestarter.codec.state;

import io.github.cachestarter.codec.state.Containers.MapKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A map of one kind: key, value, key, value in iteration order. Keys are values like any other, not texts. */
final class MapNode extends Node {

    private final MapKind kind;
    private final Class<?> keyType;
    private final Slot key;
    private final Slot value;

    MapNode(MapKind kind, Class<?> keyType, Slot key, Slot value) {
        super(kind.key(), Form.OBJECT, kind.late());
        this.kind = kind;
        this.keyType = keyType;
        this.key = key;
        this.value = value;
    }

    @Override
    void write(StateWriter out, Object map, int number) {
        if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
            throw new Refusal(
                    "a sorted map has a comparator, and a comparator is code",
                    "Return a LinkedHashMap in that order, or sort by the keys' own order");
        }
        int outer = out.beginHashed();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            key.write(out, entry.getKey());
            value.write(out, entry.getValue());
        }
        out.endHashed(outer, number, kind.late());
    }

    @Override
    Object read(StateReader in, int number) {
        Map<Object, Object> plain = kind.create().create(keyType);
        Object result = plain;
        if (!kind.late()) {
            result = kind.finish().finish(plain);
            in.created(number, result);
        }
        fill(in, number, plain);
        return kind.late() ? kind.finish().finish(plain) : result;
    }

    private void fill(StateReader in, int number, Map<Object, Object> plain) {
        int outer = in.beginHashed();
        List<Runnable> rest = null;
        while (in.next() != JsonToken.END_ARRAY) {
            Object eachKey = key.read(in);
            in.next();
            Object eachValue = value.read(in);
            if (rest == null && in.refersOut(number)) {
                rest = new ArrayList<>();
            }
            if (rest == null) {
                put(plain, eachKey, eachValue);
            } else {
                rest.add(() -> put(plain, eachKey, eachValue));
            }
        }
        List<Runnable> waiting = rest;
        in.endHashed(outer, number, waiting == null ? null : () -> waiting.forEach(Runnable::run));
    }

    @SuppressWarnings("NullAway") // a map takes the nulls that were in it
    private static void put(Map<Object, Object> plain, @Nullable Object key, @Nullable Object value) {
        int before = plain.size();
        plain.put(key, value);
        if (plain.size() == before) {
            throw new IllegalStateException("The payload has a key twice in a map");
        }
    }
}
