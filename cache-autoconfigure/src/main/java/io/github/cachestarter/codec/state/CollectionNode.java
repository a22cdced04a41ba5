package io.github.cachestarter.codec.state;

import io.github.cachestarter.codec.state.Containers.CollectionKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A collection of one kind: its elements in iteration order. */
final class CollectionNode extends Node {

    private final CollectionKind kind;
    private final Class<?> elementType;
    private final Slot element;

    CollectionNode(CollectionKind kind, Class<?> elementType, Slot element) {
        super(kind.key(), Form.OBJECT, kind.late());
        this.kind = kind;
        this.elementType = elementType;
        this.element = element;
    }

    @Override
    void write(StateWriter out, Object value, int number) {
        if (value instanceof SortedSet<?> sorted && sorted.comparator() != null) {
            throw new Refusal(
                    "a sorted set has a comparator, and a comparator is code",
                    "Return a LinkedHashSet or a List in that order, or sort by the elements' own order");
        }
        if (!kind.hashed()) {
            elements(out, (Collection<?>) value);
            return;
        }
        int outer = out.beginHashed();
        elements(out, (Collection<?>) value);
        out.endHashed(outer, number, kind.late());
    }

    private void elements(StateWriter out, Collection<?> value) {
        for (Object each : value) {
            element.write(out, each);
        }
    }

    @Override
    Object read(StateReader in, int number) {
        Collection<Object> plain = kind.create().create(elementType);
        Object result = plain;
        if (!kind.late()) {
            result = kind.finish().finish(plain);
            in.created(number, result);
        }
        if (kind.hashed() && !kind.late()) {
            fillHashed(in, number, plain);
        } else {
            fill(in, plain);
        }
        return kind.late() ? kind.finish().finish(plain) : result;
    }

    @SuppressWarnings("NullAway") // a collection takes the nulls that were in it
    private void fill(StateReader in, Collection<Object> plain) {
        while (in.next() != JsonToken.END_ARRAY) {
            plain.add(element.read(in));
        }
    }

    @SuppressWarnings("NullAway") // as above
    private void fillHashed(StateReader in, int number, Collection<Object> plain) {
        int outer = in.beginHashed();
        List<@Nullable Object> rest = null;
        while (in.next() != JsonToken.END_ARRAY) {
            Object each = element.read(in);
            if (rest == null && in.refersOut(number)) {
                rest = new ArrayList<>();
            }
            if (rest == null) {
                add(plain, each);
            } else {
                rest.add(each);
            }
        }
        List<@Nullable Object> waiting = rest;
        in.endHashed(outer, number, waiting == null ? null : () -> waiting.forEach(each -> add(plain, each)));
    }

    @SuppressWarnings("NullAway") // as above
    private static void add(Collection<Object> plain, @Nullable Object each) {
        if (!plain.add(each)) {
            throw new IllegalStateException("The payload has an element twice in a set");
        }
    }
}
