package io.github.cachestarter.codec.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The kinds of containers, in a fixed order: it decides type ids. A kind is made as a plain container, filled, and
 * finished: into itself, into a view of it (which may be handed out before it is filled), or into a frozen copy (which
 * may not, and is {@code late}).
 */
final class Containers {

    static final List<CollectionKind> COLLECTIONS = collections();
    static final List<MapKind> MAPS = maps();

    private Containers() {}

    /** @param key what {@link Keys#of} gives; hashed: whether it calls its elements' hashCode or compareTo */
    record CollectionKind(
            Class<?> key,
            boolean late,
            boolean hashed,
            Creator<Collection<Object>> create,
            Finish<Collection<Object>> finish) {}

    /** @param key as above */
    record MapKind(
            Class<?> key, boolean late, Creator<Map<Object, Object>> create, Finish<Map<Object, Object>> finish) {}

    /** Makes an empty container; the argument is the declared class of its elements or keys. */
    interface Creator<C> {
        C create(Class<?> element);
    }

    /** Makes the container of its kind out of the plain one. */
    interface Finish<C> {
        Object finish(C container);
    }

    @SuppressWarnings("JdkObsolete") // a LinkedList that went in comes out
    private static List<CollectionKind> collections() {
        List<CollectionKind> kinds = new ArrayList<>();
        kinds.add(plain(ArrayList.class, false, type -> new ArrayList<>()));
        kinds.add(frozen(Keys.ListOf.class, false, list -> List.of(list.toArray())));
        kinds.add(frozen(Keys.StreamList.class, false, list -> list.stream().toList()));
        kinds.add(plain(HashSet.class, true, type -> new HashSet<>()));
        kinds.add(plain(LinkedHashSet.class, true, type -> new LinkedHashSet<>()));
        kinds.add(frozen(Keys.SetOf.class, true, list -> Set.of(list.toArray())));
        kinds.add(plain(TreeSet.class, true, type -> new TreeSet<>()));
        kinds.add(plain(EnumSet.class, false, Containers::enumSet));
        kinds.add(plain(LinkedList.class, false, type -> new LinkedList<>()));
        kinds.add(frozen(Arrays.asList().getClass(), false, list -> Arrays.asList(list.toArray())));
        kinds.add(plain(ArrayDeque.class, false, type -> new ArrayDeque<>()));
        kinds.add(frozen(CopyOnWriteArrayList.class, false, CopyOnWriteArrayList::new));
        kinds.add(frozen(Collections.emptyList().getClass(), false, list -> empty(list, Collections.emptyList())));
        kinds.add(frozen(Collections.emptySet().getClass(), false, list -> empty(list, Collections.emptySet())));
        kinds.add(
                frozen(Collections.singletonList(0).getClass(), false, list -> Collections.singletonList(only(list))));
        kinds.add(frozen(Collections.singleton(0).getClass(), false, list -> Collections.singleton(only(list))));
        views(kinds);
        return List.copyOf(kinds);
    }

    @SuppressWarnings("JdkObsolete") // as above
    private static void views(List<CollectionKind> kinds) {
        kinds.add(view(false, ArrayList::new, Collections::unmodifiableCollection));
        kinds.add(view(false, ArrayList::new, Collections::<Object>unmodifiableList));
        kinds.add(view(false, LinkedList::new, Collections::<Object>unmodifiableList));
        // The order of a set is part of what the caller saw, whatever set is below the view.
        kinds.add(view(true, LinkedHashSet::new, Collections::<Object>unmodifiableSet));
        kinds.add(view(true, TreeSet::new, (SortedSet<Object> set) -> Collections.unmodifiableSortedSet(set)));
        kinds.add(view(true, TreeSet::new, (NavigableSet<Object> set) -> Collections.unmodifiableNavigableSet(set)));
    }

    private static List<MapKind> maps() {
        List<MapKind> kinds = new ArrayList<>();
        kinds.add(plainMap(HashMap.class, type -> new HashMap<>()));
        kinds.add(plainMap(LinkedHashMap.class, type -> new LinkedHashMap<>()));
        kinds.add(frozenMap(Keys.MapOf.class, map -> Map.copyOf(map)));
        kinds.add(plainMap(TreeMap.class, type -> new TreeMap<>()));
        kinds.add(plainMap(EnumMap.class, Containers::enumMap));
        kinds.add(plainMap(ConcurrentHashMap.class, type -> new ConcurrentHashMap<>()));
        kinds.add(frozenMap(Collections.emptyMap().getClass(), map -> empty(map.keySet(), Collections.emptyMap())));
        kinds.add(frozenMap(Collections.singletonMap(0, 0).getClass(), map -> {
            Map.Entry<Object, Object> only = only(List.copyOf(map.entrySet()));
            return Collections.singletonMap(only.getKey(), only.getValue());
        }));
        kinds.add(viewMap(LinkedHashMap::new, Collections::<Object, Object>unmodifiableMap));
        kinds.add(viewMap(TreeMap::new, (SortedMap<Object, Object> map) -> Collections.unmodifiableSortedMap(map)));
        kinds.add(
                viewMap(TreeMap::new, (NavigableMap<Object, Object> map) -> Collections.unmodifiableNavigableMap(map)));
        return List.copyOf(kinds);
    }

    private static CollectionKind plain(Class<?> key, boolean hashed, Creator<Collection<Object>> create) {
        return new CollectionKind(key, false, hashed, create, container -> container);
    }

    private static CollectionKind frozen(Class<?> key, boolean hashed, Finish<Collection<Object>> finish) {
        return new CollectionKind(key, true, hashed, type -> new ArrayList<>(), finish);
    }

    @SuppressWarnings("unchecked") // the creator makes what the finish takes
    private static <C extends Collection<Object>> CollectionKind view(
            boolean hashed, java.util.function.Supplier<C> create, java.util.function.Function<? super C, ?> wrap) {
        Class<?> key = wrap.apply(create.get()).getClass();
        return new CollectionKind(key, false, hashed, type -> create.get(), made -> wrap.apply((C) made));
    }

    private static MapKind plainMap(Class<?> key, Creator<Map<Object, Object>> create) {
        return new MapKind(key, false, create, container -> container);
    }

    private static MapKind frozenMap(Class<?> key, Finish<Map<Object, Object>> finish) {
        return new MapKind(key, true, type -> new LinkedHashMap<>(), finish);
    }

    @SuppressWarnings("unchecked") // as above
    private static <C extends Map<Object, Object>> MapKind viewMap(
            java.util.function.Supplier<C> create, java.util.function.Function<? super C, ?> wrap) {
        Class<?> key = wrap.apply(create.get()).getClass();
        return new MapKind(key, false, type -> create.get(), made -> wrap.apply((C) made));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the graph has EnumSet only where the element is an enum
    private static Collection<Object> enumSet(Class<?> element) {
        return (Collection) EnumSet.noneOf((Class) element);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static Map<Object, Object> enumMap(Class<?> key) {
        return (Map) new EnumMap((Class) key);
    }

    private static Object empty(Collection<?> contents, Object singleton) {
        if (!contents.isEmpty()) {
            throw new IllegalStateException("The payload has elements in an empty container");
        }
        return singleton;
    }

    private static <T> T only(Collection<T> contents) {
        if (contents.size() != 1) {
            throw new IllegalStateException("The payload has " + contents.size() + " elements in a singleton");
        }
        return contents.iterator().next();
    }
}
