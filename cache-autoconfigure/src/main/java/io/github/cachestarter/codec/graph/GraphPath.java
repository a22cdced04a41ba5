package io.github.cachestarter.codec.graph;

import org.jspecify.annotations.Nullable;

/**
 * A pair of objects to compare and the way to it from the root, as text only when somebody asks.
 *
 * @param original the original, or a part of it
 * @param copy what is at the same place of the copy
 * @param parent where it hangs; null for the root
 * @param step a field's name, or an index; for the values of a map a class, since keys may be nobody's business
 */
record GraphPath(
        @Nullable Object original,
        @Nullable Object copy,
        @Nullable GraphPath parent,
        Object step) {

    static GraphPath root(@Nullable Object original, @Nullable Object copy) {
        return new GraphPath(original, copy, null, "");
    }

    GraphPath to(@Nullable Object original, @Nullable Object copy, Object step) {
        return new GraphPath(original, copy, this, step);
    }

    /** To the value of a map's entry. */
    GraphPath toValue(@Nullable Object key, @Nullable Object original, @Nullable Object copy) {
        return to(original, copy, key == null ? "null" : key.getClass());
    }

    static String nameOf(@Nullable Object object) {
        return object == null ? "null" : object.getClass().getName();
    }

    /** For example {@code com.acme.Order.lines[2].price}. */
    String text() {
        StringBuilder text = new StringBuilder();
        GraphPath at = this;
        for (; at.parent != null; at = at.parent) {
            Object name = at.step instanceof Class<?> type ? type.getSimpleName() : at.step;
            text.insert(0, at.step instanceof String ? "." + name : "[" + name + "]");
        }
        return text.insert(0, nameOf(at.original)).toString();
    }
}
