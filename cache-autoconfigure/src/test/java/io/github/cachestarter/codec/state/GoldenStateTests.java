package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.codec.graph.GraphComparer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.*;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/**
 * The payloads of the form {@code state-1}, as they lie in somebody's Redis. Who changes how a type is written, or the
 * order of the catalogue, and does not raise {@code Fingerprint.FORM}, lets two releases misread each other: a test here
 * fails then. With a new form come new files; the files of an older form are deleted, since nothing of it is read.
 */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // the catalogue
class GoldenStateTests {

    private final StateCodec codec = new StateCodec(RegisteredTypes.none());

    @Test
    void everyTypeOfTheCatalogueIsWrittenAndReadAsEver() throws IOException {
        TypeCodec objects = codec.forType(Object.class);
        List<String> written = samples()
                .map(value -> name(value) + '\t' + new String(objects.encode(value), StandardCharsets.UTF_8))
                .toList();
        assertThat(written).containsExactlyElementsOf(lines("state-1/catalogue.txt"));

        Iterator<Object> expected = samples().iterator();
        for (String line : lines("state-1/catalogue.txt")) {
            byte[] payload = line.substring(line.indexOf('\t') + 1).getBytes(StandardCharsets.UTF_8);
            assertThat(GraphComparer.compare(expected.next(), objects.decode(payload, 0, payload.length)))
                    .as(line)
                    .isEqualTo(GraphComparer.Verdict.Same.INSTANCE);
        }
    }

    @Test
    void noTypeOfTheCatalogueIsForgottenHere() {
        Set<Class<?>> sampled = samples().map(Keys::of).collect(Collectors.toSet());
        assertThat(Catalogue.standingFor(TypeRef.of(Object.class)))
                .allSatisfy(type -> assertThat(sampled).contains(type.raw()));
    }

    @Test
    void classesOfApplicationsHaveTheFingerprintAndThePayloadThatTheyAlwaysHad() throws IOException {
        List<String> written = typed().entrySet().stream()
                .map(each -> {
                    TypeCodec type = codec.forType(each.getKey());
                    String payload = new String(type.encode(each.getValue()), StandardCharsets.UTF_8);
                    return Long.toHexString(type.fingerprint()) + '\t' + payload;
                })
                .toList();
        assertThat(written).containsExactlyElementsOf(lines("state-1/classes.txt"));
    }

    private static String name(Object value) {
        return Keys.of(value).getName();
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = GoldenStateTests.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Stream<Object> samples() {
        return Stream.of(scalars(), collections(), maps(), others()).flatMap(samples -> samples);
    }

    private static Stream<Object> scalars() {
        return Stream.of(
                "Grüße \"\\ \ud83d\ude00",
                "a\ud800",
                1,
                -2L,
                true,
                0.1,
                Double.NaN,
                -0.0,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("12.50"),
                1.5f,
                Float.NaN,
                (short) 3,
                (byte) -4,
                'x',
                new BigInteger("123456789012345678901"),
                Instant.ofEpochSecond(1, 5),
                LocalDate.of(2026, 2, 28),
                LocalDateTime.of(2026, 2, 28, 1, 2, 3),
                LocalTime.of(1, 2),
                OffsetDateTime.of(2026, 2, 28, 1, 2, 3, 4, ZoneOffset.ofHours(5)),
                OffsetTime.of(1, 2, 3, 4, ZoneOffset.UTC),
                ZonedDateTime.of(2026, 2, 28, 1, 2, 3, 4, ZoneId.of("Europe/Paris")),
                Duration.ofMillis(1500),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(12000, 1),
                MonthDay.of(2, 29),
                ZoneOffset.ofHours(-3),
                ZoneId.of("Europe/Paris"),
                new UUID(1, 2),
                URI.create("http://a/b?c#d"),
                Locale.forLanguageTag("zh-Hant-TW"),
                Currency.getInstance("EUR"),
                OptionalInt.of(1),
                OptionalInt.empty(),
                OptionalLong.of(2),
                OptionalDouble.of(3),
                OptionalDouble.empty());
    }

    private static Stream<Object> collections() {
        List<Object> two = Arrays.asList("a", 1L);
        return Stream.of(
                new ArrayList<>(Arrays.asList("a", null, new ArrayList<>())),
                List.of("a", 1L),
                Stream.of("a", null).toList(),
                new HashSet<>(Set.of("a")),
                new LinkedHashSet<>(two),
                Set.of("a"),
                new TreeSet<>(Set.of("b", "a")),
                new LinkedList<>(two),
                two,
                new ArrayDeque<>(two),
                new CopyOnWriteArrayList<>(two),
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.singletonList("a"),
                Collections.singleton("a"),
                Collections.unmodifiableCollection(two),
                Collections.unmodifiableList(new ArrayList<>(two)),
                Collections.unmodifiableList(new LinkedList<>(two)),
                Collections.unmodifiableSet(new LinkedHashSet<>(two)),
                Collections.unmodifiableSortedSet(new TreeSet<>(Set.of("a"))),
                Collections.unmodifiableNavigableSet(new TreeSet<>(Set.of("a"))));
    }

    private static Stream<Object> maps() {
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("a", 1L);
        two.put("b", null);
        return Stream.of(
                new HashMap<>(Map.of("a", 1)),
                two,
                Map.of("a", 1),
                new TreeMap<>(two),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                Collections.emptyMap(),
                Collections.singletonMap("a", 1),
                Collections.unmodifiableMap(two),
                Collections.unmodifiableSortedMap(new TreeMap<>(two)),
                Collections.unmodifiableNavigableMap(new TreeMap<>(two)));
    }

    private static Stream<Object> others() {
        java.sql.Timestamp timestamp = new java.sql.Timestamp(-1_500);
        timestamp.setNanos(123_456_789);
        return Stream.of(
                new byte[] {1, -2},
                new Date(1_000),
                timestamp,
                new java.sql.Date(1_000),
                new java.sql.Time(1_000),
                TimeZone.getTimeZone("Europe/Paris"),
                BitSet.valueOf(new long[] {5}),
                new AtomicInteger(1),
                new AtomicLong(2),
                new AtomicBoolean(true),
                Optional.of("x"),
                Optional.empty(),
                new AtomicReference<>("x"),
                Map.entry("k", 1),
                new AbstractMap.SimpleEntry<>("k", 1),
                new AbstractMap.SimpleImmutableEntry<>("k", null),
                new String[] {"a", null},
                new Object[] {"a", 1L},
                new int[] {1, 2},
                new long[] {1},
                new double[] {0.5},
                new boolean[] {true},
                new float[] {0.5f},
                new char[] {'c'},
                new short[] {1});
    }

    enum Color {
        RED,
        BLUE {
            @Override
            public String toString() {
                return "blue";
            }
        }
    }

    sealed interface Pay permits Card, Cash {}

    record Card(String number) implements Pay {}

    record Cash(int cents) implements Pay {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Pair<T>(T left, List<T> right) {}

    static class Node {
        String name = "n";
        Pay pay = new Cash(5);
        Color color = Color.BLUE;
        Node parent;
        Set<Node> children = new LinkedHashSet<>();
        Map<Color, Integer> counts = new EnumMap<>(Map.of(Color.RED, 1));
        Set<Color> colors = EnumSet.of(Color.RED);
        Optional<Long> size = Optional.of(1L);
        int[][] grid = {{1, 2}, {}, null};
    }

    private static Map<Type, Object> typed() {
        Node root = new Node();
        Node child = new Node();
        child.parent = root;
        root.children.add(child);
        Map<Type, Object> typed = new LinkedHashMap<>();
        typed.put(Primitives.class, new Primitives(true, (byte) 1, (short) 2, 'c', 3, 4, 5.5f, 6.5));
        typed.put(
                new ParameterizedTypeReference<Pair<LocalDate>>() {}.getType(),
                new Pair<>(LocalDate.of(2026, 1, 2), new ArrayList<>(List.of(LocalDate.of(2026, 3, 4)))));
        typed.put(
                new ParameterizedTypeReference<List<Pay>>() {}.getType(),
                new ArrayList<>(List.of(new Card("1"), new Cash(2))));
        typed.put(Color.class, Color.RED);
        typed.put(Node.class, root);
        return typed;
    }
}
