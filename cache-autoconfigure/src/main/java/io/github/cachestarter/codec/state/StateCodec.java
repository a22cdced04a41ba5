package io.github.cachestarter.codec.state;

import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * The default codec: the <em>state</em> of an object as JSON. What comes out is what went in, or it is refused.
 *
 * <p>State is the fields (a record's components), never what getters or annotations make of them: these shape views for a
 * browser, and reading them changed 23 of 52 ordinary shapes in silence when it was tried. A payload names no class and
 * no field. It is read by position, and the {@link Fingerprint} keeps a payload of another shape from being read at all;
 * this is what makes it smaller and faster than Jackson's own object mapping. The reasons, with measurements, are in the
 * decision record {@code docs/decisions/0002-state-codec.md}.
 *
 * <p>Thread-safe.
 */
public final class StateCodec implements ValueCodec {

    private final RegisteredTypes registered;

    public StateCodec(RegisteredTypes registered) {
        this.registered = registered;
    }

    @Override
    public String id() {
        return "json";
    }

    @Override
    public int wireId() {
        return 1;
    }

    @Override
    public TypeCodec forType(Type declaredType) {
        TypeGraph graph = TypeGraph.of(TypeRef.of(declaredType), registered);
        Set<TypeRef> immutable = Immutability.of(graph);
        Slot root = Linker.link(graph, immutable);
        boolean shared = immutable.containsAll(graph.places().getOrDefault(graph.root(), List.of()));
        return new StateTypeCodec(graph.root(), root, Fingerprint.of(graph, immutable), shared);
    }
}
