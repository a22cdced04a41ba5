package io.github.cachestarter.codec.state;

import io.github.cachestarter.RefusedValueException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The closed world of a declared type: every place that its values have, and for every place the classes that may stand
 * there, in order. Nothing outside it is ever written or made.
 *
 * <p>A class may stand at a place if it is the declared one, {@code sealed} permits it, it is registered, or it is in the
 * graph anyway and assignable. The last makes this a search for a fixed point: a new class may fit old places. JDK types
 * come first, in the order of the {@link Catalogue}, then the others by name.
 */
final class TypeGraph {

    /** A generic class that holds itself with an ever larger argument would never end. */
    private static final int MAX_STEPS = 100;

    private final TypeRef root;
    private final TreeSet<Class<?>> pool = new TreeSet<>(Comparator.comparing(Class::getName));
    private final Map<TypeRef, List<TypeRef>> places = new LinkedHashMap<>();
    private final Map<TypeRef, String> firstUses = new LinkedHashMap<>();
    private final Map<TypeRef, List<Part>> types = new LinkedHashMap<>();

    private TypeGraph(TypeRef root, RegisteredTypes registered) {
        this.root = root;
        this.pool.addAll(registered.types());
    }

    /** What a type consists of: a field with its resolved type, or an element without a field. */
    record Part(@Nullable Field field, TypeRef type) {}

    /**
     * Searches the graph.
     *
     * @throws RefusedValueException if the types alone say that values cannot be kept
     */
    static TypeGraph of(TypeRef declared, RegisteredTypes registered) {
        TypeRef root = new TypeRef(Keys.declared(Classes.boxed(declared.raw())), declared.arguments());
        TypeGraph graph = new TypeGraph(root, registered);
        graph.addPlace(root, root.toString());
        graph.search();
        return graph;
    }

    TypeRef root() {
        return root;
    }

    /** Every place's declared type with the types that may stand there. */
    Map<TypeRef, List<TypeRef>> places() {
        return places;
    }

    /** Every type that may stand somewhere, with its parts. */
    Map<TypeRef, List<Part>> types() {
        return types;
    }

    /** Whether an object of a type can hold, however deep, an object of the same class. */
    boolean reachesItself(TypeRef type) {
        Set<TypeRef> seen = new HashSet<>();
        List<TypeRef> open = new ArrayList<>(List.of(type));
        while (!open.isEmpty()) {
            for (Part part : types.getOrDefault(open.remove(open.size() - 1), List.of())) {
                for (TypeRef next : places.getOrDefault(part.type(), List.of())) {
                    if (next.raw() == type.raw()) {
                        return true;
                    }
                    if (seen.add(next)) {
                        open.add(next);
                    }
                }
            }
        }
        return false;
    }

    private void search() {
        int before;
        int steps = 0;
        do {
            before = places.size() + types.size() + pool.size();
            for (TypeRef place : List.copyOf(places.keySet())) {
                List<TypeRef> candidates = candidates(place);
                places.put(place, candidates);
                candidates.forEach(this::addType);
            }
            if (++steps > MAX_STEPS) {
                throw new RefusedValueException(
                        root.toString(),
                        "the type leads through more than " + MAX_STEPS + " levels of other types",
                        "Map the value to a record or DTO with exact types");
            }
        } while (before != places.size() + types.size() + pool.size());
    }

    private List<TypeRef> candidates(TypeRef place) {
        Class<?> raw = place.raw();
        List<TypeRef> candidates = new ArrayList<>();
        if (raw.isArray() || (Classes.isJdk(raw) && !raw.isEnum())) {
            candidates.addAll(Catalogue.standingFor(place));
        }
        Set<Class<?>> own = new TreeSet<>(Comparator.comparing(Class::getName));
        addPermitted(raw, own);
        for (Class<?> type : pool) {
            if (raw.isAssignableFrom(type)) {
                own.add(type);
            }
        }
        own.forEach(type -> candidates.add(place.subtype(type)));
        if (candidates.isEmpty() && Classes.isJdk(raw)) {
            throw new RefusedValueException(
                    firstUses.getOrDefault(place, place.toString()),
                    "a " + raw.getName() + " is none of the JDK types that can be kept",
                    "Leave it out of the cached value: make the field transient, or map the object to a record");
        }
        return candidates;
    }

    private static void addPermitted(Class<?> type, Set<Class<?>> found) {
        if (type.isEnum() || (Classes.isConcrete(type) && !Classes.isJdk(type) && !type.isArray())) {
            found.add(type);
        }
        if (type.isSealed() && !type.isEnum() && !Classes.isJdk(type)) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                addPermitted(permitted, found);
            }
        }
    }

    private void addType(TypeRef type) {
        if (types.containsKey(type)) {
            return;
        }
        List<Part> parts = new ArrayList<>();
        if (Catalogue.contains(type.raw())) {
            Catalogue.parts(type).forEach(part -> parts.add(new Part(null, part)));
        } else {
            pool.add(type.raw());
            if (!type.raw().isEnum()) {
                addFields(type, parts);
            }
        }
        types.put(type, parts);
        parts.forEach(part -> addPlace(part.type(), use(part, type)));
    }

    private static void addFields(TypeRef type, List<Part> parts) {
        try {
            for (Field field : Admission.fields(type.raw())) {
                TypeRef owner = type;
                while (owner.raw() != field.getDeclaringClass()) {
                    owner = Objects.requireNonNull(owner.superclass());
                }
                TypeRef fieldType = TypeRef.of(field.getGenericType(), owner.bindings());
                parts.add(new Part(field, new TypeRef(Classes.boxed(fieldType.raw()), fieldType.arguments())));
            }
        } catch (Refusal ex) {
            throw new RefusedValueException(type.raw().getName(), ex.getMessage(), ex.remedy);
        }
    }

    private void addPlace(TypeRef place, String use) {
        if (places.putIfAbsent(place, List.of()) == null) {
            firstUses.put(place, use);
        }
    }

    private String use(Part part, TypeRef owner) {
        if (part.field() != null) {
            return FieldState.where(part.field());
        }
        // An element's place: say where its container was declared.
        for (Map.Entry<TypeRef, List<TypeRef>> place : places.entrySet()) {
            if (place.getValue().contains(owner)) {
                return firstUses.getOrDefault(place.getKey(), owner.toString());
            }
        }
        return owner.toString();
    }
}
