package io.github.cachestarter.codec.state;

import io.github.cachestarter.codec.state.Containers.CollectionKind;
import io.github.cachestarter.codec.state.Containers.MapKind;
import io.github.cachestarter.codec.state.HolderNode.HolderKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The JDK types that can be kept, in the fixed order that decides type ids. Nothing else of the JDK ever is. */
final class Catalogue {

    private static final Map<Class<?>, Entry> ENTRIES = entries();
    private static final Set<Class<?>> IMMUTABLE =
            Scalars.ALL.stream().map(Node::key).collect(Collectors.toUnmodifiableSet());

    private Catalogue() {}

    /** Makes the node of a type out of the places of its parts. */
    interface Factory {
        Node node(TypeRef type, List<Slot> parts);
    }

    /**
     * One type.
     *
     * @param represents the class that its values have, for assignability; {@code key} may be a mark
     * @param parts how many of its type arguments are places of their own
     */
    private record Entry(Class<?> key, Class<?> represents, int parts, Factory factory) {}

    private static Map<Class<?>, Entry> entries() {
        Map<Class<?>, Entry> entries = new LinkedHashMap<>();
        for (ScalarNode<?> scalar : Scalars.ALL) {
            add(entries, new Entry(scalar.key(), scalar.key(), 0, (type, parts) -> scalar));
        }
        for (CollectionKind kind : Containers.COLLECTIONS) {
            Factory factory =
                    (type, parts) -> new CollectionNode(kind, type.argument(0).raw(), parts.get(0));
            add(entries, new Entry(kind.key(), represented(kind.key()), 1, factory));
        }
        for (MapKind kind : Containers.MAPS) {
            Factory factory =
                    (type, parts) -> new MapNode(kind, type.argument(0).raw(), parts.get(0), parts.get(1));
            add(entries, new Entry(kind.key(), represented(kind.key()), 2, factory));
        }
        addMutables(entries);
        return entries;
    }

    private static void addMutables(Map<Class<?>, Entry> entries) {
        for (ScalarNode<?> mutable : Mutables.ALL) {
            add(entries, new Entry(mutable.key(), mutable.key(), 0, (type, parts) -> mutable));
        }
        for (HolderKind kind : HolderNode.ALL) {
            int size = Map.Entry.class.isAssignableFrom(represented(kind.key())) ? 2 : 1;
            add(
                    entries,
                    new Entry(kind.key(), represented(kind.key()), size, (type, parts) -> new HolderNode(kind, parts)));
        }
        for (Class<?> array : List.of(
                String[].class,
                Object[].class,
                int[].class,
                long[].class,
                double[].class,
                boolean[].class,
                float[].class,
                char[].class,
                short[].class)) {
            add(entries, new Entry(array, array, 1, Catalogue::array));
        }
    }

    private static void add(Map<Class<?>, Entry> entries, Entry entry) {
        if (entries.put(entry.key(), entry) != null) {
            throw new IllegalStateException(entry.key() + " is listed twice");
        }
    }

    private static Class<?> represented(Class<?> key) {
        if (key == Keys.ListOf.class) {
            return List.of(0).getClass();
        }
        if (key == Keys.StreamList.class) {
            return List.of().getClass();
        }
        if (key == Keys.SetOf.class) {
            return Set.of(0).getClass();
        }
        if (key == Keys.MapOf.class) {
            return Map.of(0, 0).getClass();
        }
        return key == Keys.EntryOf.class ? Map.entry(0, 0).getClass() : key;
    }

    /** The types that can stand where a type is declared. */
    static List<TypeRef> standingFor(TypeRef declared) {
        if (declared.raw().isArray()) {
            return List.of(declared);
        }
        List<TypeRef> found = new ArrayList<>();
        boolean enums = declared.argument(0).raw().isEnum();
        for (Entry entry : ENTRIES.values()) {
            boolean ofEnums = entry.key() == EnumSet.class || entry.key() == EnumMap.class;
            if (declared.raw().isAssignableFrom(entry.represents()) && (enums || !ofEnums)) {
                found.add(refer(entry, declared));
            }
        }
        return found;
    }

    private static TypeRef refer(Entry entry, TypeRef declared) {
        if (entry.key().isArray()) {
            return TypeRef.of(entry.key());
        }
        return new TypeRef(entry.key(), entry.parts() == 0 ? List.of() : declared.arguments());
    }

    static boolean contains(Class<?> key) {
        return key.isArray() || ENTRIES.containsKey(key);
    }

    /** Whether a type's values never change, if what they hold does not. */
    static boolean isImmutable(Class<?> key) {
        return key == java.util.Optional.class || IMMUTABLE.contains(key);
    }

    /** The declared types of a type's parts. */
    static List<TypeRef> parts(TypeRef type) {
        Entry entry = ENTRIES.get(type.raw());
        if (entry == null) {
            return List.of(new TypeRef(
                    Classes.boxed(type.argument(0).raw()), type.argument(0).arguments()));
        }
        List<TypeRef> parts = new ArrayList<>();
        for (int i = 0; i < entry.parts(); i++) {
            parts.add(new TypeRef(
                    Classes.boxed(type.argument(i).raw()), type.argument(i).arguments()));
        }
        return parts;
    }

    static Node node(TypeRef type, List<Slot> parts) {
        Entry entry = ENTRIES.get(type.raw());
        return entry == null ? array(type, parts) : entry.factory().node(type, parts);
    }

    private static Node array(TypeRef type, List<Slot> parts) {
        return new ArrayNode(type.raw(), parts.get(0));
    }
}
