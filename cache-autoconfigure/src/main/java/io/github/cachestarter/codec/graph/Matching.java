package io.github.cachestarter.codec.graph;

import static java.util.Objects.requireNonNull;

import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds for every element of a set, or entry of a map, the one in the copy: sorts both into buckets by their structure
 * and tries one after the other. What an attempt that failed had learned is taken back.
 */
final class Matching {

    private final GraphComparison comparison;
    private final Identities identities;
    private final Membership membership;

    Matching(GraphComparison comparison, Identities identities, Membership membership) {
        this.comparison = comparison;
        this.identities = identities;
        this.membership = membership;
    }

    /** Whether the elements or keys are values that every set or map finds, so that there is nothing to match. */
    static boolean byLookup(Object container) {
        if (container instanceof IdentityHashMap<?, ?>) {
            return false;
        }
        Collection<?> elements = container instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) container;
        for (Object element : elements) {
            if (element == null || !ObjectKind.of(element).isPlainValue()) {
                return false;
            }
        }
        return true;
    }

    /** Compares two sets or two maps of one size. */
    @Nullable
    Verdict match(GraphPath pair) {
        return matchRows(pair, rows(requireNonNull(pair.original())), rows(requireNonNull(pair.copy())));
    }

    private @Nullable Verdict matchRows(GraphPath pair, List<Row> originals, List<Row> copies) {
        Map<Integer, List<Row>> buckets = new HashMap<>();
        copies.forEach(row ->
                buckets.computeIfAbsent(row.hash(), hash -> new ArrayList<>()).add(row));
        for (Row row : originals) {
            Verdict problem = matchRow(pair, row, buckets.getOrDefault(row.hash(), List.of()));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable Verdict matchRow(GraphPath pair, Row row, Collection<Row> candidates) {
        Verdict notCheckable = null;
        for (Iterator<Row> iterator = candidates.iterator(); iterator.hasNext(); ) {
            Row candidate = iterator.next();
            int mark = identities.mark();
            int asked = membership.mark();
            Verdict problem = comparison.compareAll(row.against(candidate, pair));
            if (problem == null) {
                membership.ask(pair, row.key, candidate.key);
                iterator.remove();
                return null;
            }
            identities.undo(mark);
            membership.undo(asked);
            notCheckable = problem instanceof Verdict.NotCheckable ? problem : notCheckable;
        }
        return notCheckable != null
                ? notCheckable
                : GraphComparison.different(
                        pair, "an element of " + GraphPath.nameOf(row.key) + " did not come back as it was");
    }

    private static List<Row> rows(Object container) {
        List<Row> rows = new ArrayList<>();
        if (container instanceof Map<?, ?> map) {
            map.forEach((key, value) -> rows.add(new Row(key, value)));
        } else {
            ((Collection<?>) container).forEach(element -> rows.add(new Row(element, null)));
        }
        return rows;
    }

    /** An element of a set, or a key of a map with its value. */
    private static final class Row {

        private final @Nullable Object key;
        private final @Nullable Object value;

        Row(@Nullable Object key, @Nullable Object value) {
            this.key = key;
            this.value = value;
        }

        int hash() {
            return 31 * StructuralHash.of(key) + StructuralHash.of(value);
        }

        List<GraphPath> against(Row other, GraphPath pair) {
            return List.of(pair.to(key, other.key, "element"), pair.toValue(key, value, other.value));
        }
    }
}
