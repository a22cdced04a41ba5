package io.github.cachestarter.codec.graph;

import org.jspecify.annotations.Nullable;

/**
 * Compares two graphs of objects: a value and what came back of it. Neither {@code equals} of the application (an entity
 * is equal by its id) nor re-encoded bytes (they miss what was never written, and cry over the order of a {@code HashSet})
 * can tell that; so this looks at the state itself.
 *
 * <ul>
 *   <li>Objects of the application: same class, and their fields, private ones too, {@code transient} ones not.
 *   <li>The JDK is never opened: values by class and {@code equals}; containers by kind, order, comparator and content;
 *       atomics by what they hold; what has no {@code equals} is not checkable.
 *   <li>Sets and maps without an order: elements are matched by structure, and what the original finds with {@code
 *       contains} the copy must find too (a hash set that was filled before its elements were does not).
 *   <li>Identity: two references to one mutable object must come back as two references to one object, and the other
 *       way round. What cannot change itself has no identity to speak of: values, records, objects whose fields are all
 *       final, the JDK's unmodifiable collections. Mutable parts of theirs have one.
 *   <li>Hibernate's collections may come back as plain ones; uninitialised ones are never touched.
 * </ul>
 *
 * <p>What cannot be looked at is a verdict of its own, never "same". The work is bounded: a graph that is too large to be
 * compared is not checkable. Works without recursion along references, so that deep graphs are no trouble. Thread-safe;
 * the graphs must not change meanwhile.
 */
public final class GraphComparer {

    private GraphComparer() {}

    /** Compares a value with what came back of it. Never throws. */
    public static Verdict compare(@Nullable Object original, @Nullable Object copy) {
        try {
            Verdict problem = new GraphComparison().run(original, copy);
            return problem == null ? Verdict.Same.INSTANCE : problem;
        } catch (RuntimeException | StackOverflowError | LinkageError ex) {
            return new Verdict.NotCheckable(GraphPath.nameOf(original), "comparing it failed: " + ex);
        }
    }

    /** What a comparison found. */
    public sealed interface Verdict {

        /** No difference. */
        enum Same implements Verdict {
            INSTANCE
        }

        /**
         * A difference.
         *
         * @param where the path to it, for example {@code Order.lines[2].price}
         * @param what what is different
         */
        record Different(String where, String what) implements Verdict {}

        /**
         * Something that cannot be looked at, and no difference before it.
         *
         * @param where the path to it
         * @param why why not
         */
        record NotCheckable(String where, String why) implements Verdict {}
    }
}
