package io.github.cachestarter.codec.graph;

import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the original's sets and maps find, the copy's must find. A hash set that was filled before the fields of its
 * elements were, as happens in a cycle, looks right and finds nothing. The questions run the application's {@code
 * hashCode} and {@code equals}, so they are put when everything else has been found the same.
 */
final class Membership {

    private final List<Question> questions = new ArrayList<>();

    /** Asks for the elements of a container whose order counts, pair by pair. */
    void askAll(GraphPath pair, Object original, Object copy) {
        if (original instanceof Set<?> set && copy instanceof Set<?> other) {
            askInOrder(pair, set, other);
        } else if (original instanceof Map<?, ?> map && copy instanceof Map<?, ?> other) {
            askInOrder(pair, map.keySet(), other.keySet());
        }
    }

    /** Asks for one element or key of a set or map. */
    void ask(GraphPath pair, @Nullable Object element, @Nullable Object copyOfElement) {
        if (element != null && !ObjectKind.of(element).isPlainValue()) {
            questions.add(new Question(pair, element, copyOfElement));
        }
    }

    int mark() {
        return questions.size();
    }

    /** Takes back the questions since the mark. */
    void undo(int mark) {
        questions.subList(mark, questions.size()).clear();
    }

    /** The first problem, or null. */
    @Nullable
    Verdict check() {
        for (Question question : questions) {
            Verdict problem = question.check();
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private void askInOrder(GraphPath pair, Set<?> original, Set<?> copy) {
        Iterator<?> copies = copy.iterator();
        for (Object element : original) {
            ask(pair, element, copies.next());
        }
    }

    private record Question(
            GraphPath container, Object element, @Nullable Object copyOfElement) {

        @Nullable
        Verdict check() {
            if (finds(container.copy(), copyOfElement)) {
                return null;
            }
            return finds(container.original(), element)
                    ? GraphComparison.different(
                            container,
                            "it no longer finds an element of " + GraphPath.nameOf(element) + " that it holds")
                    : null;
        }

        private static boolean finds(@Nullable Object container, @Nullable Object element) {
            try {
                return container instanceof Map<?, ?> map
                        ? map.containsKey(element)
                        : container instanceof Set<?> set && set.contains(element);
            } catch (RuntimeException | StackOverflowError ex) {
                return false;
            }
        }
    }
}
