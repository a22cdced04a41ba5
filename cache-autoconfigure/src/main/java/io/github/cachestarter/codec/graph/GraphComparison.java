package io.github.cachestarter.codec.graph;

import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import io.github.cachestarter.codec.graph.Identities.Meeting;
import io.github.cachestarter.codec.graph.ObjectKind.Form;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One comparison. Pairs wait in a queue instead of on the stack. Containers without an order wait until everything that
 * has an order is through, because by then it is mostly settled which object belongs to which; the questions to {@code
 * contains}, which run the application's code, come last of all. Every step answers with a problem, or null for none.
 */
final class GraphComparison {

    /** About a second of work. */
    private static final int MAX_STEPS = 5_000_000;

    private final Identities identities = new Identities();
    private final Membership membership = new Membership();
    private final Matching matching = new Matching(this, identities, membership);
    private Deque<GraphPath> pending = new ArrayDeque<>();
    private Deque<GraphPath> unordered = new ArrayDeque<>();
    private int steps;

    @Nullable
    Verdict run(@Nullable Object original, @Nullable Object copy) {
        Verdict problem = compareAll(List.of(GraphPath.root(original, copy)));
        return problem != null ? problem : membership.check();
    }

    /** Compares pairs and everything behind them, apart from what is waiting already. */
    @Nullable
    Verdict compareAll(List<GraphPath> pairs) {
        Deque<GraphPath> outerPending = pending;
        Deque<GraphPath> outerUnordered = unordered;
        pending = new ArrayDeque<>(pairs);
        unordered = new ArrayDeque<>();
        try {
            return drain();
        } finally {
            pending = outerPending;
            unordered = outerUnordered;
        }
    }

    private @Nullable Verdict drain() {
        while (true) {
            GraphPath pair = pending.poll();
            Verdict problem;
            if (pair != null) {
                problem = step(pair);
            } else {
                GraphPath container = unordered.poll();
                if (container == null) {
                    return null;
                }
                problem = matching.match(container);
            }
            if (problem != null) {
                return problem;
            }
        }
    }

    private @Nullable Verdict step(GraphPath pair) {
        Object original = pair.original();
        Object copy = pair.copy();
        if (original == copy) {
            return original != null && Hibernate.isUninitialised(original) ? untouchable(pair) : null;
        }
        if (original == null || copy == null) {
            return different(pair, GraphPath.nameOf(original) + " came back as " + GraphPath.nameOf(copy));
        }
        if (++steps > MAX_STEPS) {
            return notCheckable(pair, "the object graph is too large to be compared");
        }
        if (Hibernate.isUninitialised(original) || Hibernate.isUninitialised(copy)) {
            return untouchable(pair);
        }
        ObjectKind kind = ObjectKind.of(original);
        ObjectKind copyKind = ObjectKind.of(copy);
        if (Hibernate.isCollection(original)) {
            return plainCopy(pair, original, copy);
        }
        if (!kind.family().equals(copyKind.family())) {
            return different(pair, GraphPath.nameOf(original) + " came back as " + GraphPath.nameOf(copy));
        }
        return kind.form() == Form.VALUE ? value(pair, original, copy) : content(pair, kind, original, copy);
    }

    private static @Nullable Verdict value(GraphPath pair, Object original, Object copy) {
        return original.equals(copy)
                ? null
                : different(pair, "a " + GraphPath.nameOf(original) + " came back with another value");
    }

    /** Hibernate's collections come back as plain ones of the JDK. */
    private @Nullable Verdict plainCopy(GraphPath pair, Object original, Object copy) {
        ObjectKind kind = ObjectKind.of(original);
        ObjectKind copyKind = ObjectKind.of(copy);
        boolean sameInterface = (original instanceof List<?>) == (copy instanceof List<?>)
                && (original instanceof Map<?, ?>) == (copy instanceof Map<?, ?>)
                && (original instanceof SortedSet<?>) == (copy instanceof SortedSet<?>)
                && (original instanceof SortedMap<?, ?>) == (copy instanceof SortedMap<?, ?>);
        boolean plain = copyKind.isContainer() && ObjectKind.isJdk(copy.getClass());
        if (!sameInterface || !(plain || Hibernate.isCollection(copy))) {
            return different(pair, GraphPath.nameOf(original) + " came back as " + GraphPath.nameOf(copy));
        }
        return content(pair, new ObjectKind(copyKind.form(), kind.family(), true), original, copy);
    }

    private @Nullable Verdict content(GraphPath pair, ObjectKind kind, Object original, Object copy) {
        Meeting meeting = kind.identity() && !isEmpty(original)
                ? identities.meet(original, copy)
                : identities.meetAgain(original, copy);
        if (meeting == Meeting.CONFLICT) {
            return different(
                    pair, "references to one " + GraphPath.nameOf(original) + " came back as references to several");
        }
        if (meeting == Meeting.KNOWN) {
            return null;
        }
        return switch (kind.form()) {
            case VALUE -> value(pair, original, copy);
            case OBJECT -> fields(pair, original, copy);
            case ARRAY -> array(pair, original, copy);
            case HOLDER -> inOrder(pair, Holders.contents(original), Holders.contents(copy));
            case SEQUENCE, SET, MAP, ORDERED_MAP -> container(pair, kind.form(), original, copy);
            case OPAQUE ->
                notCheckable(pair, GraphPath.nameOf(original) + " can neither be looked into nor compared by equals");
        };
    }

    private @Nullable Verdict fields(GraphPath pair, Object original, Object copy) {
        ObjectFields state = ObjectFields.of(original.getClass());
        if (state.problem() != null) {
            return notCheckable(pair, GraphPath.nameOf(original) + ": " + state.problem());
        }
        for (Field field : state.fields()) {
            try {
                pending.push(pair.to(field.get(original), field.get(copy), field.getName()));
            } catch (IllegalAccessException ex) {
                throw new IllegalStateException("It was made accessible", ex);
            }
        }
        return null;
    }

    private @Nullable Verdict array(GraphPath pair, Object original, Object copy) {
        int length = Array.getLength(original);
        if (length != Array.getLength(copy)) {
            return different(pair, length + " elements came back as " + Array.getLength(copy));
        }
        if (original.getClass().getComponentType().isPrimitive()) {
            return PrimitiveArrays.same(original, copy)
                    ? null
                    : different(pair, "an array came back with other elements");
        }
        for (int i = 0; i < length; i++) {
            pending.push(pair.to(Array.get(original, i), Array.get(copy, i), i));
        }
        return null;
    }

    private @Nullable Verdict container(GraphPath pair, Form form, Object original, Object copy) {
        int size = size(original);
        if (size != size(copy)) {
            return different(pair, size + " elements came back as " + size(copy));
        }
        if (!ObjectKind.isJdk(original.getClass()) && !Hibernate.isCollection(original)) {
            Verdict problem = fields(pair, original, copy);
            if (problem != null) {
                return problem;
            }
        }
        if (original instanceof SortedSet<?> sorted) {
            pending.push(pair.to(sorted.comparator(), ((SortedSet<?>) copy).comparator(), "comparator()"));
        } else if (original instanceof SortedMap<?, ?> sorted) {
            pending.push(pair.to(sorted.comparator(), ((SortedMap<?, ?>) copy).comparator(), "comparator()"));
        }
        if (form == Form.SET || form == Form.MAP) {
            return withoutOrder(pair, original, copy);
        }
        membership.askAll(pair, original, copy);
        return original instanceof Map<?, ?> map
                ? entries(pair, map, (Map<?, ?>) copy)
                : inOrder(pair, (Collection<?>) original, (Collection<?>) copy);
    }

    private @Nullable Verdict withoutOrder(GraphPath pair, Object original, Object copy) {
        if (!Matching.byLookup(original)) {
            unordered.add(pair);
            return null;
        }
        if (!(original instanceof Map<?, ?> map)) {
            boolean same = ((Collection<?>) copy).containsAll((Collection<?>) original);
            return same ? null : different(pair, "a set came back with other elements");
        }
        Map<?, ?> other = (Map<?, ?>) copy;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!other.containsKey(entry.getKey())) {
                return different(pair, "a key is missing, a " + GraphPath.nameOf(entry.getKey()));
            }
            pending.push(pair.toValue(entry.getKey(), entry.getValue(), other.get(entry.getKey())));
        }
        return null;
    }

    private @Nullable Verdict entries(GraphPath pair, Map<?, ?> original, Map<?, ?> copy) {
        Iterator<? extends Map.Entry<?, ?>> copies = copy.entrySet().iterator();
        for (Map.Entry<?, ?> entry : original.entrySet()) {
            Map.Entry<?, ?> other = copies.next();
            pending.push(pair.to(entry.getKey(), other.getKey(), "key"));
            pending.push(pair.toValue(entry.getKey(), entry.getValue(), other.getValue()));
        }
        return null;
    }

    private @Nullable Verdict inOrder(
            GraphPath pair,
            Collection<? extends @Nullable Object> original,
            Collection<? extends @Nullable Object> copy) {
        Iterator<? extends @Nullable Object> copies = copy.iterator();
        int index = 0;
        for (Object element : original) {
            pending.push(pair.to(element, copies.next(), index++));
        }
        return null;
    }

    static Verdict different(GraphPath pair, String what) {
        return new Verdict.Different(pair.text(), what);
    }

    static Verdict notCheckable(GraphPath pair, String why) {
        return new Verdict.NotCheckable(pair.text(), why);
    }

    private static Verdict untouchable(GraphPath pair) {
        return notCheckable(pair, "an uninitialised collection of Hibernate");
    }

    /** Constants such as an empty array are shared by objects that have nothing to do with each other. */
    private static boolean isEmpty(Object object) {
        return object.getClass().isArray() && Array.getLength(object) == 0;
    }

    private static int size(Object container) {
        return container instanceof Map<?, ?> map ? map.size() : ((Collection<?>) container).size();
    }
}
