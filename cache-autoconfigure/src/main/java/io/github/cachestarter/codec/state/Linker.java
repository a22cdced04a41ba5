package io.github.cachestarter.codec.state;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.codec.state.TypeGraph.Part;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the slots and nodes of a type graph. Slots first, since the graph may have cycles. */
final class Linker {

    private final TypeGraph graph;
    private final Set<TypeRef> immutable;
    private final Map<TypeRef, Slot> slots = new HashMap<>();
    private final Map<TypeRef, Node> nodes = new LinkedHashMap<>();

    private Linker(TypeGraph graph, Set<TypeRef> immutable) {
        this.graph = graph;
        this.immutable = immutable;
    }

    static Slot link(TypeGraph graph, Set<TypeRef> immutable) {
        Linker linker = new Linker(graph, immutable);
        graph.places().keySet().forEach(place -> linker.slots.put(place, new Slot(place)));
        graph.types().forEach((type, parts) -> linker.nodes.put(type, linker.node(type, parts)));
        graph.places().forEach((place, candidates) -> {
            List<Node> standing = new ArrayList<>();
            candidates.forEach(type -> standing.add(Objects.requireNonNull(linker.nodes.get(type))));
            linker.slot(place).link(standing);
        });
        return linker.slot(graph.root());
    }

    private Slot slot(TypeRef place) {
        return Objects.requireNonNull(slots.get(place));
    }

    private Node node(TypeRef type, List<Part> parts) {
        if (type.raw().isEnum()) {
            return new EnumNode(type.raw());
        }
        if (Catalogue.contains(type.raw())) {
            return Catalogue.node(
                    type, parts.stream().map(part -> slot(part.type())).toList());
        }
        List<Field> fields = new ArrayList<>();
        List<FieldState> states = new ArrayList<>();
        for (Part part : parts) {
            Field field = Objects.requireNonNull(part.field());
            fields.add(field);
            states.add(new FieldState(field, slot(part.type())));
        }
        BeanNode bean = new BeanNode(type.raw(), construction(type, fields), immutable.contains(type));
        bean.link(states);
        return bean;
    }

    private Construction construction(TypeRef type, List<Field> fields) {
        try {
            return Construction.of(type.raw(), fields, graph.reachesItself(type));
        } catch (Refusal ex) {
            throw new RefusedValueException(type.raw().getName(), ex.getMessage(), ex.remedy);
        }
    }
}
