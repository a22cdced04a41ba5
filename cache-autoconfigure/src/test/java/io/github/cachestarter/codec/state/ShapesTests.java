package io.github.cachestarter.codec.state;

import static io.github.cachestarter.codec.state.ShapesTests.Verdict.REFUSED;
import static io.github.cachestarter.codec.state.ShapesTests.Verdict.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.state.Shapes.*;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.*;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;

/**
 * Every shape comes back the same or is refused. That one differs in silence is the failure this codec exists to avoid,
 * so there is no such verdict.
 */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // the shapes
class ShapesTests {

    enum Verdict {
        SAME,
        REFUSED
    }

    record Shape(String name, Type type, Supplier<Object> value, Verdict verdict, List<Class<?>> registered) {
        @Override
        public String toString() {
            return name + " is " + verdict;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shapes(Shape shape) {
        StateCodec codec = new StateCodec(RegisteredTypes.of(shape.registered, List.of()));
        Object value = shape.value.get();
        if (shape.verdict == REFUSED) {
            assertThatThrownBy(() -> codec.forType(shape.type).encode(value))
                    .isInstanceOfSatisfying(RefusedValueException.class, ex -> {
                        assertThat(ex.where()).isNotBlank();
                        assertThat(ex.remedy()).isNotBlank();
                    });
            return;
        }
        TypeCodec type = codec.forType(shape.type);
        byte[] bytes = type.encode(value);
        Object back = new StateCodec(RegisteredTypes.of(shape.registered, List.of()))
                .forType(shape.type)
                .decode(bytes, 0, bytes.length);
        assertThat(GraphComparer.compare(value, back)).isEqualTo(GraphComparer.Verdict.Same.INSTANCE);
        assertThat(type.encode(back)).hasSameSizeAs(bytes);
    }

    static Stream<Shape> shapes() {
        return Stream.of(entities(), declared(), containers(), scalars(), springData())
                .flatMap(shapes -> shapes);
    }

    private static Stream<Shape> entities() {
        return Stream.of(
                same("entity with derived getters", Vet.class, () -> Vet.of(1, "Carter", "surgery")),
                same(
                        "collection of entities",
                        type(new ParameterizedTypeReference<Collection<Vet>>() {}),
                        Shapes::vets),
                same("bidirectional entities", Patient.class, () -> Patient.of("p", 3)),
                same("set whose elements hash their parent", House.class, () -> House.of("s", "bath", "kitchen")),
                same(
                        "optional of a class with hidden fields",
                        type(new ParameterizedTypeReference<Optional<User>>() {}),
                        () -> Optional.of(new User())),
                same("immutable with parameter names", Immutable.class, () -> new Immutable("n", 2)),
                same("immutable without parameter names", Nameless.class, () -> new Nameless("n", 2)),
                same("private nested class", Shapes.Specialty.class, Shapes.Specialty::new),
                same("final set in constructor", FinalSet.class, () -> {
                    FinalSet set = new FinalSet();
                    set.add("later");
                    return set;
                }),
                same("not serializable", Person.class, Person::new),
                same("transient field", TransientField.class, TransientField::new),
                same("same field name in superclass", Hiding.class, Hiding::new),
                same("recursive record", Tree.class, () -> new Tree("a", List.of(new Tree("b", List.of())))),
                same("depth 200", Chain.class, () -> Chain.of(200)),
                refused("depth 2000", Chain.class, () -> Chain.of(2000)),
                refused("own writeObject", OwnForm.class, OwnForm::new),
                refused("inner class", Inner.class, Shapes::inner),
                refused("list subclass with a field", OwnList.class, OwnList::new),
                refused("a field that is no data", Thing.class, Thing::new));
    }

    private static Stream<Shape> declared() {
        return Stream.of(
                same(
                        "generic record",
                        type(new ParameterizedTypeReference<Pair<Long, Box<LocalDate>>>() {}),
                        () -> new Pair<>(1L, List.of(new Box<>(LocalDate.MAX)))),
                same(
                        "sealed interface",
                        type(new ParameterizedTypeReference<List<Figure>>() {}),
                        () -> new ArrayList<>(List.of(new Circle(1), new Square(1)))),
                refused("open interface", Payment.class, () -> new Card("1")),
                same("open interface, registered", Payment.class, () -> new Card("1"), Card.class),
                refused("subclass in a field", Invoice.class, Invoice::new, Card.class),
                same("subclass in a field, registered", Invoice.class, Invoice::new, Card.class, Employee.class),
                same("object field with scalars and a list", Holder.class, () -> {
                    Holder holder = new Holder();
                    holder.first = 1L;
                    holder.second = new ArrayList<>(Arrays.asList(1, 1L, "1", null, 'c', 1.5f, true));
                    holder.third = List.of(List.of(1), Map.of(1, 2L), Set.of("x"), new int[] {1}, "a");
                    return holder;
                }),
                refused("object field with an application's class", Holder.class, () -> {
                    Holder holder = new Holder();
                    holder.first = new Card("1");
                    return holder;
                }),
                same("object array with strings in it", Object[].class, () -> new Object[] {"a", 1, null}),
                refused("object array that is a string array", Object[].class, () -> new String[] {"a"}),
                refused("a lambda", Supplier.class, () -> (Supplier<Object>) () -> 1),
                refused(
                        "interface projection",
                        Payment.class,
                        () -> java.lang.reflect.Proxy.newProxyInstance(
                                Payment.class.getClassLoader(), new Class<?>[] {Payment.class}, (p, m, a) -> null)));
    }

    private static Stream<Shape> containers() {
        Type objects = type(new ParameterizedTypeReference<List<Object>>() {});
        return Stream.of(
                same(
                        "map of long to integer",
                        type(new ParameterizedTypeReference<Map<Long, Integer>>() {}),
                        () -> new HashMap<>(Map.of(1L, 1))),
                same(
                        "map with record keys",
                        type(new ParameterizedTypeReference<Map<Point, String>>() {}),
                        () -> new HashMap<>(Map.of(new Point(1, 2), "a"))),
                same("map with a null key", type(new ParameterizedTypeReference<Map<String, String>>() {}), () -> {
                    Map<String, String> map = new HashMap<>();
                    map.put(null, null);
                    return map;
                }),
                same(
                        "enum map, constants with bodies",
                        type(new ParameterizedTypeReference<Map<Op, Integer>>() {}),
                        () -> new EnumMap<>(Map.of(Op.PLUS, 1, Op.MINUS, 2))),
                same(
                        "enum map",
                        type(new ParameterizedTypeReference<EnumMap<Color, Integer>>() {}),
                        () -> new EnumMap<>(Color.class)),
                same(
                        "enum set",
                        type(new ParameterizedTypeReference<Set<Color>>() {}),
                        () -> EnumSet.noneOf(Color.class)),
                refused("enum set of nobody knows what", Object.class, () -> EnumSet.of(Color.RED)),
                refused(
                        "tree map with comparator",
                        type(new ParameterizedTypeReference<Map<String, Integer>>() {}),
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
                same(
                        "tree map",
                        type(new ParameterizedTypeReference<SortedMap<String, Integer>>() {}),
                        () -> new TreeMap<>(Map.of("a", 1, "b", 2))),
                refused(
                        "tree set with comparator",
                        type(new ParameterizedTypeReference<Set<String>>() {}),
                        () -> new TreeSet<>(Comparator.reverseOrder())),
                same("kinds of lists", objects, ShapesTests::lists),
                same("kinds of sets", objects, ShapesTests::sets),
                same("kinds of maps", objects, ShapesTests::maps),
                refused("subList", objects, () -> new ArrayList<Object>(List.of(1, 2, 3)).subList(0, 1)),
                refused("synchronized list", objects, () -> Collections.synchronizedList(new ArrayList<>())),
                refused(
                        "keys of a map",
                        type(new ParameterizedTypeReference<Set<String>>() {}),
                        () -> new HashMap<>(Map.of("a", 1)).keySet()),
                refused("identity map", Map.class, IdentityHashMap::new),
                same("the same object four times", objects, ShapesTests::aliases),
                same("two owners of one object", type(new ParameterizedTypeReference<List<Box<Person>>>() {}), () -> {
                    Person person = new Person();
                    return new ArrayList<>(List.of(new Box<>(person), new Box<>(person)));
                }),
                same("a list that holds itself", objects, () -> {
                    List<Object> list = new ArrayList<>();
                    list.add(list);
                    return list;
                }));
    }

    private static List<Object> aliases() {
        List<String> shared = new ArrayList<>(List.of("x"));
        return new ArrayList<>(List.of(1, shared, shared, new int[0], List.of(), List.of()));
    }

    private static List<Object> lists() {
        List<Object> all = new ArrayList<>();
        all.add(List.of());
        all.add(List.of(1));
        all.add(List.of(1, 2, 3));
        all.add(Stream.of(1, 2, 3).toList());
        all.add(Stream.of(1, null).toList());
        all.add(Arrays.asList(1, null));
        all.add(Collections.emptyList());
        all.add(Collections.singletonList(null));
        all.add(Collections.unmodifiableList(new ArrayList<>(List.of(1))));
        all.add(Collections.unmodifiableList(new LinkedList<>(List.of(1))));
        all.add(Collections.unmodifiableCollection(new ArrayList<>(List.of(1))));
        all.add(new LinkedList<>(List.of(1)));
        all.add(new CopyOnWriteArrayList<>(List.of(1)));
        all.add(new ArrayDeque<>(List.of(1)));
        return all;
    }

    private static List<Object> sets() {
        List<Object> all = new ArrayList<>();
        all.add(Set.of());
        all.add(Set.of(1));
        all.add(Set.of(1, 2, 3));
        all.add(new HashSet<>(List.of(1, 2)));
        all.add(new LinkedHashSet<>(List.of(2, 1)));
        all.add(new TreeSet<>(List.of(2, 1)));
        all.add(Collections.emptySet());
        all.add(Collections.singleton("a"));
        all.add(Collections.unmodifiableSet(new LinkedHashSet<>(List.of(2, 1))));
        all.add(Collections.unmodifiableSortedSet(new TreeSet<>(List.of(2, 1))));
        all.add(Collections.unmodifiableNavigableSet(new TreeSet<>(List.of(2, 1))));
        return all;
    }

    private static List<Object> maps() {
        List<Object> all = new ArrayList<>();
        all.add(Map.of());
        all.add(Map.of(1, 2));
        all.add(Map.of(1, 2, 3, 4));
        all.add(Map.entry(1, 2));
        all.add(new AbstractMap.SimpleEntry<>(1, null));
        all.add(new LinkedHashMap<>(Map.of(1, 2)));
        all.add(new ConcurrentHashMap<>(Map.of(1, 2)));
        all.add(Collections.emptyMap());
        all.add(Collections.singletonMap(1, null));
        all.add(Collections.unmodifiableMap(new LinkedHashMap<>(Map.of(1, 2, 3, 4))));
        all.add(Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2, 3, 4))));
        all.add(Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of(1, 2, 3, 4))));
        return all;
    }

    private static Stream<Shape> scalars() {
        Type objects = type(new ParameterizedTypeReference<List<Object>>() {});
        return Stream.of(
                same("numbers and bytes", Numbers.class, Numbers::new),
                same("java.time", objects, ShapesTests::times),
                same("dates, and a timestamp in a field of type Date", Dates.class, Dates::new),
                same(
                        "texts with a meaning",
                        objects,
                        () -> new ArrayList<>(List.of(
                                URI.create("http://a/b?c#d"),
                                UUID.randomUUID(),
                                Locale.forLanguageTag("zh-Hant-TW"),
                                Locale.ROOT,
                                Currency.getInstance("EUR"),
                                TimeZone.getTimeZone("Europe/Paris"),
                                Optional.of("x"),
                                OptionalInt.empty(),
                                OptionalLong.of(5),
                                OptionalDouble.of(Double.NaN)))),
                refused("a locale that has no tag", Locale.class, ShapesTests::oddLocale),
                same("bit set", BitSet.class, () -> BitSet.valueOf(new long[] {5, 9})),
                same(
                        "atomics",
                        objects,
                        () -> List.of(new AtomicInteger(1), new AtomicLong(2), new AtomicReference<>(List.of(1)))),
                same("nested primitive arrays", int[][].class, () -> new int[][] {{1, 2}, {}, null}),
                same("jdk enum", TimeUnit.class, () -> TimeUnit.DAYS),
                same("null optional field", NullOptional.class, NullOptional::new),
                same("half of a surrogate pair", String.class, () -> "a\ud800"),
                refused("a class object", Object.class, () -> String.class));
    }

    @SuppressWarnings("deprecation") // the only way to have such a locale
    private static Locale oddLocale() {
        return new Locale("no", "NO", "x y");
    }

    private static List<Object> times() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        LocalDateTime twice = LocalDateTime.of(2025, 10, 26, 2, 30);
        return new ArrayList<>(List.of(
                Instant.MAX,
                Instant.ofEpochSecond(1, 1),
                LocalDate.MIN,
                LocalDateTime.MAX,
                LocalTime.MIDNIGHT,
                OffsetDateTime.of(twice, ZoneOffset.ofHours(5)),
                OffsetTime.MAX,
                ZonedDateTime.ofLocal(twice, paris, ZoneOffset.ofHours(1)),
                ZonedDateTime.ofLocal(twice, paris, ZoneOffset.ofHours(2)),
                ZonedDateTime.of(twice, ZoneOffset.UTC),
                Duration.ofSeconds(Long.MIN_VALUE),
                Period.of(1, -2, 3),
                Year.of(-44),
                YearMonth.of(12000, 1),
                MonthDay.of(2, 29),
                ZoneOffset.MIN,
                paris));
    }

    private static Stream<Shape> springData() {
        return Stream.of(
                same(
                        "page",
                        type(new ParameterizedTypeReference<Page<Vet>>() {}),
                        () -> new PageImpl<>(
                                List.of(Vet.of(1, "C")),
                                PageRequest.of(2, 1, Sort.by("lastName").descending()),
                                11)),
                same(
                        "page, unpaged",
                        type(new ParameterizedTypeReference<Page<Vet>>() {}),
                        () -> new PageImpl<>(List.of(Vet.of(1, "C")))),
                same("empty page", type(new ParameterizedTypeReference<Page<Vet>>() {}), Page::empty),
                same(
                        "slice",
                        type(new ParameterizedTypeReference<Slice<Point>>() {}),
                        () -> new SliceImpl<>(List.of(new Point(1, 2)), PageRequest.of(0, 1), true)),
                same("pageable", Pageable.class, () -> Pageable.ofSize(3)),
                same(
                        "sort",
                        Sort.class,
                        () -> Sort.by(Sort.Order.asc("a").ignoreCase().nullsLast(), Sort.Order.by("b"))));
    }

    private static Type type(ParameterizedTypeReference<?> reference) {
        return reference.getType();
    }

    private static Shape same(String name, Type type, Supplier<Object> value, Class<?>... registered) {
        return new Shape(name, type, value, SAME, List.of(registered));
    }

    private static Shape refused(String name, Type type, Supplier<Object> value, Class<?>... registered) {
        return new Shape(name, type, value, REFUSED, List.of(registered));
    }
}
