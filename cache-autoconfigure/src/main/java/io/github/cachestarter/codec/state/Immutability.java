package io.github.cachestarter.codec.state;

import io.github.cachestarter.codec.state.TypeGraph.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which types of a graph are provably immutable: final fields only, and nothing but immutable types wherever they lead.
 * It does not matter which of two equal ones a caller holds.
 */
final class Immutability {

    private Immutability() {}

    static Set<TypeRef> of(TypeGraph graph) {
        Set<TypeRef> immutable = new HashSet<>();
        for (TypeRef type : graph.types().keySet()) {
            if (byItself(type.raw())) {
                immutable.add(type);
            }
        }
        // Types that refer to each other count as immutable until one of them is refuted.
        boolean refuted;
        do {
            refuted = immutable.removeIf(type -> !immutableParts(graph, type, immutable));
        } while (refuted);
        return immutable;
    }

    private static boolean byItself(Class<?> type) {
        if (type.isEnum()) {
            return true;
        }
        return Catalogue.contains(type) ? Catalogue.isImmutable(type) : Admission.hasOnlyFinalFields(type);
    }

    private static boolean immutableParts(TypeGraph graph, TypeRef type, Set<TypeRef> immutable) {
        for (Part part : graph.types().getOrDefault(type, List.of())) {
            if (!immutable.containsAll(graph.places().getOrDefault(part.type(), List.of()))) {
                return false;
            }
        }
        return true;
    }
}
