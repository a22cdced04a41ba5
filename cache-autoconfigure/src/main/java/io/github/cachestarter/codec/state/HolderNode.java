package io.github.cachestarter.codec.state;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A small JDK object that holds up to two others: an {@code Optional}, an {@code AtomicReference}, a map's entry. */
final class HolderNode extends Node {

    /** In a fixed order: it decides type ids. */
    static final List<HolderKind> ALL = List.of(
            new HolderKind(
                    Optional.class,
                    Form.VALUE,
                    value -> ((Optional<?>) value)
                            .map(List::<@Nullable Object>of)
                            .orElse(List.of()),
                    parts -> parts.isEmpty() ? Optional.empty() : Optional.of(part(parts, 0, 1))),
            new HolderKind(
                    AtomicReference.class,
                    Form.OBJECT,
                    value -> Arrays.asList(((AtomicReference<?>) value).get()),
                    parts -> new AtomicReference<>(part(parts, 0, 1))),
            entry(Keys.EntryOf.class, entry -> Map.entry(entry.getKey(), entry.getValue())),
            entry(AbstractMap.SimpleEntry.class, AbstractMap.SimpleEntry::new),
            entry(AbstractMap.SimpleImmutableEntry.class, AbstractMap.SimpleImmutableEntry::new));

    private final HolderKind kind;
    private final Slot[] slots;

    HolderNode(HolderKind kind, List<Slot> slots) {
        super(kind.key(), kind.form(), true);
        this.kind = kind;
        this.slots = slots.toArray(Slot[]::new);
    }

    /** A kind of holder: its parts, and how it is made of them. */
    record HolderKind(
            Class<?> key,
            Form form,
            Function<Object, List<? extends @Nullable Object>> parts,
            Function<List<@Nullable Object>, Object> build) {}

    private static HolderKind entry(Class<?> key, Function<Map.Entry<Object, Object>, Object> copy) {
        return new HolderKind(
                key,
                Form.OBJECT,
                value -> Arrays.asList(((Map.Entry<?, ?>) value).getKey(), ((Map.Entry<?, ?>) value).getValue()),
                parts -> copy.apply(new AbstractMap.SimpleEntry<>(part(parts, 0, 2), part(parts, 1, 2))));
    }

    @SuppressWarnings("NullAway") // a holder takes the nulls that were in it
    private static Object part(List<@Nullable Object> parts, int index, int size) {
        if (parts.size() != size) {
            throw new IllegalStateException("The payload has " + parts.size() + " parts where " + size + " belong");
        }
        return parts.get(index);
    }

    @Override
    void write(StateWriter out, Object value, int number) {
        int index = 0;
        for (Object part : kind.parts().apply(value)) {
            slots[index++].write(out, part);
        }
    }

    @Override
    Object read(StateReader in, int number) {
        List<@Nullable Object> parts = new ArrayList<>(slots.length);
        while (in.next() != JsonToken.END_ARRAY) {
            parts.add(slots[parts.size()].read(in));
        }
        return kind.build().apply(parts);
    }
}
