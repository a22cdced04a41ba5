package io.github.cachestarter.codec.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.codec.graph.ComparedTypes.Employee;
import io.github.cachestarter.codec.graph.ComparedTypes.Failure;
import io.github.cachestarter.codec.graph.ComparedTypes.Fixed;
import io.github.cachestarter.codec.graph.ComparedTypes.Mutable;
import io.github.cachestarter.codec.graph.ComparedTypes.Named;
import io.github.cachestarter.codec.graph.ComparedTypes.Node;
import io.github.cachestarter.codec.graph.ComparedTypes.Person;
import io.github.cachestarter.codec.graph.ComparedTypes.Point;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphComparerTests {

    @Test
    void whatIsMadeTwiceTheSameWayIsTheSame() {
        assertSame(() -> new Person("Ada", 1));
        assertSame(() -> List.of(new Person("Ada", 1), new Person("Grace", 2)));
        assertSame(() -> new Point(1, 2.5, null));
        assertSame(() -> new HashSet<>(List.of(new Person("Ada", 1), new Person("Ada", 1), new Person("Bob", 1))));
        assertSame(() -> new HashMap<>(Map.of(new Point(1, 2, "x"), new Person("Ada", 1))));
        assertSame(() -> new Object[] {new int[][] {{1}, {2, 3}}, "a", null});
        assertSame(() -> Optional.of(new Person("Ada", 1)));
        assertSame(() -> Arrays.asList(Optional.empty(), Instant.EPOCH, Duration.ZERO, Pattern.compile("a")));
    }

    @ParameterizedTest
    @MethodSource
    void aDifferenceIsSeen(Object original, Object copy, String where) {
        assertThat(GraphComparer.compare(original, copy))
                .isInstanceOfSatisfying(
                        Verdict.Different.class,
                        different -> assertThat(different.where()).endsWith(where));
    }

    @SuppressWarnings("JavaUtilDate") // applications still cache it
    static List<Object[]> aDifferenceIsSeen() {
        OffsetDateTime utc = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        return List.of(
                pair(new Person("Ada", 1), new Person("Ada", 2), "Person.age"),
                pair(new Employee("Ada", 1, "x"), new Employee("Ada", 2, "x"), "Employee.age"),
                pair(new Person("Ada", 1), new Employee("Ada", 1, "x"), "Person"),
                pair(new Person(null, 1), new Person("Ada", 1), "Person.name"),
                pair(List.of(1L), List.of(1), "[0]"),
                pair(List.of(new Person("Ada", 1)), List.of(new Person("Bob", 1)), "[0].name"),
                pair(List.of(1, 2), List.of(2, 1), "]"),
                pair(List.of(1), new ArrayList<>(List.of(1)), ""),
                pair(Collections.unmodifiableList(new ArrayList<>(List.of(1))), new ArrayList<>(List.of(1)), ""),
                pair(new HashSet<>(List.of(1)), new LinkedHashSet<>(List.of(1)), ""),
                pair(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1)), "]"),
                pair(Map.of("a", 1), Map.of("a", 2), "[String]"),
                pair(Map.of("a", 1), Map.of("b", 1), ""),
                pair(linked("a", "b"), linked("b", "a"), ""),
                pair(new TreeSet<>(List.of(1)), reversed(1), "comparator()"),
                pair(new BigDecimal("1.0"), new BigDecimal("1.00"), ""),
                pair(utc, utc.withOffsetSameInstant(ZoneOffset.ofHours(1)), ""),
                pair(new java.sql.Timestamp(1), new Date(1), ""),
                pair(0.0, -0.0, ""),
                pair(new double[] {0.0}, new double[] {-0.0}, ""),
                pair(new int[] {1}, new int[] {1, 2}, ""),
                pair(new Object[] {"a"}, new String[] {"a"}, ""),
                pair(new AtomicInteger(1), new AtomicInteger(2), "[0]"),
                pair(new AtomicReference<>(new Person("A", 1)), new AtomicReference<>(new Person("A", 2)), "[0].age"),
                pair(Pattern.compile("a"), Pattern.compile("a", Pattern.CASE_INSENSITIVE), "[1]"),
                pair(Optional.of(1), Optional.empty(), "[0]"),
                pair(new HashSet<>(List.of(new Person("Ada", 1))), new HashSet<>(List.of(new Person("Ada", 2))), ""),
                pair(new Named("a", "x"), new Named("a", "y"), "Named.name"),
                pair(new Named("a", "x"), new Named("b", "x"), "[0]"));
    }

    @Test
    void notANumberIsTheSameAsNotANumber() {
        assertSame(() -> List.of(Double.NaN, Float.NaN, new Point(1, Double.NaN, null)));
        assertSame(() -> new double[] {Double.NaN});
    }

    @Test
    void aTransientFieldIsNoState() {
        Person original = new Person("Ada", 1);
        original.remembered = "something";
        assertSame(original, new Person("Ada", 1));
    }

    @Test
    void aLostAliasIsADifference() {
        Person ada = new Person("Ada", 1);
        List<Person> original = new ArrayList<>(List.of(ada, ada));
        assertDifferent(original, new ArrayList<>(List.of(new Person("Ada", 1), new Person("Ada", 1))));
        assertDifferent(new ArrayList<>(List.of(new Person("Ada", 1), new Person("Ada", 1))), original);
        Person copy = new Person("Ada", 1);
        assertSame(original, new ArrayList<>(List.of(copy, copy)));
    }

    @Test
    void recordsAndValuesHaveNoIdentityToLose() {
        Point point = new Point(1, 2, "x");
        String text = "a".repeat(3);
        assertSame(
                Arrays.asList(point, point, text, text),
                Arrays.asList(new Point(1, 2, "x"), new Point(1, 2, "x"), "aaa", "a".repeat(3)));
        assertSame(new Object[] {new int[0], new int[0]}, sharedEmpty());
    }

    @Test
    void anObjectThatCannotChangeHasNoIdentityButItsMutablePartsHave() {
        Fixed fixed = new Fixed("a");
        assertSame(List.of(fixed, fixed), List.of(new Fixed("a"), new Fixed("a")));
        Fixed holder = new Fixed(new Mutable("a"));
        assertDifferent(List.of(holder, holder), List.of(new Fixed(new Mutable("a")), new Fixed(new Mutable("a"))));
    }

    @Test
    void cyclesEnd() {
        assertSame(() -> family("Ada", "Bob"));
        assertDifferent(family("Ada", "Bob"), family("Ada", "Eve"));
        List<Object> self = new ArrayList<>();
        self.add(self);
        List<Object> outer = new ArrayList<>();
        outer.add(List.of());
        assertDifferent(self, outer);
        List<Object> copy = new ArrayList<>();
        copy.add(copy);
        assertSame(self, copy);
    }

    @Test
    void anOtherBackReferenceIsADifference() {
        Node one = family("Ada", "Bob");
        Node other = family("Ada", "Bob");
        other.children.iterator().next().parent = family("Ada", "Bob");
        assertDifferent(one, other);
    }

    @Test
    void elementsOfSetsWithoutEqualsAreMatchedByWhatTheyAre() {
        assertSame(() -> new HashSet<>(
                IntStream.range(0, 200).mapToObj(i -> new Node("n" + i % 50)).toList()));
        Set<Node> original = new HashSet<>(List.of(new Node("a"), new Node("b"), new Node("b")));
        assertDifferent(original, new HashSet<>(List.of(new Node("a"), new Node("a"), new Node("b"))));
    }

    @Test
    void aFailedAttemptToMatchIsForgotten() {
        // Alike as far as the structural hash looks; the difference lies deeper.
        Supplier<Object> set = () -> {
            Set<Node> nodes = new HashSet<>();
            for (String leaf : List.of("x", "y", "z")) {
                nodes.add(chain(leaf, 6));
            }
            return nodes;
        };
        for (int i = 0; i < 20; i++) { // identity hash codes give another order each time
            assertSame(set);
        }
        assertDifferent(new HashSet<>(List.of(chain("x", 6))), new HashSet<>(List.of(chain("y", 6))));
    }

    @Test
    void anObjectInASetIsTheOneThatIsReferredToElsewhere() {
        Supplier<Object> right = () -> {
            Node first = new Node("twin");
            return new Object[] {new HashSet<>(List.of(first, new Node("twin"))), first};
        };
        for (int i = 0; i < 20; i++) {
            assertSame(right);
        }
        Node stranger = new Node("twin");
        assertDifferent(right.get(), new Object[] {new HashSet<>(List.of(new Node("twin"), new Node("twin"))), stranger
        });
    }

    @Test
    void aSetThatNoLongerFindsItsElementIsADifference() {
        Supplier<Set<Mutable>> make = () -> new HashSet<>(List.of(new Mutable("before")));
        Set<Mutable> corrupt = make.get();
        corrupt.iterator().next().name = "after";
        Set<Mutable> sound = new HashSet<>(List.of(new Mutable("after")));
        assertDifferent(sound, corrupt);
        assertDifferent(new LinkedHashSet<>(sound), corruptLinked());
        assertSame(corrupt, corrupt());
    }

    @Test
    void aDeepGraphNeedsNoStack() {
        assertSame(() -> chain("x", 20_000));
    }

    @Test
    void whatCannotBeLookedIntoIsNeverTheSame() {
        assertNotCheckable(new Object(), new Object());
        assertNotCheckable(new Failure(), new Failure());
        assertNotCheckable(new Thread(), new Thread());
        assertNotCheckable(adding(1), adding(1));
        Supplier<Integer> one = () -> 1;
        Supplier<Integer> two = () -> 2;
        assertDifferent(one, two);
    }

    @Test
    void aGraphThatChangesMeanwhileIsNotCheckable() {
        assertThat(GraphComparer.compare(new Named("a", "x", true), new Named("a", "x", true)))
                .isInstanceOf(Verdict.NotCheckable.class);
    }

    @Test
    void keysOfMapsAreNotShown() {
        Verdict verdict = GraphComparer.compare(Map.of("secret", 1), Map.of("secret", 2));
        assertThat(verdict.toString()).doesNotContain("secret");
        assertThat(GraphComparer.compare(Map.of("secret", 1), Map.of("other", 1))
                        .toString())
                .doesNotContain("secret");
    }

    private static void assertSame(Supplier<?> supplier) {
        assertSame(supplier.get(), supplier.get());
    }

    private static void assertSame(Object original, Object copy) {
        assertThat(GraphComparer.compare(original, copy)).isEqualTo(Verdict.Same.INSTANCE);
    }

    private static void assertDifferent(Object original, Object copy) {
        assertThat(GraphComparer.compare(original, copy)).isInstanceOf(Verdict.Different.class);
    }

    private static void assertNotCheckable(Object original, Object copy) {
        assertThat(GraphComparer.compare(original, copy)).isInstanceOf(Verdict.NotCheckable.class);
    }

    private static Function<Integer, Integer> adding(int number) {
        return other -> other + number;
    }

    private static Object[] pair(Object original, Object copy, String where) {
        return new Object[] {original, copy, where};
    }

    private static Map<String, Integer> linked(String... keys) {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (String key : keys) {
            map.put(key, 1);
        }
        return map;
    }

    private static Set<Integer> reversed(Integer element) {
        Set<Integer> set = new TreeSet<>(Comparator.reverseOrder());
        set.add(element);
        return set;
    }

    private static Object[] sharedEmpty() {
        int[] empty = new int[0];
        return new Object[] {empty, empty};
    }

    private static Set<Mutable> corrupt() {
        Set<Mutable> set = new HashSet<>(List.of(new Mutable("before")));
        set.iterator().next().name = "after";
        return set;
    }

    private static Set<Mutable> corruptLinked() {
        Set<Mutable> set = new LinkedHashSet<>(List.of(new Mutable("before")));
        set.iterator().next().name = "after";
        return set;
    }

    private static Node family(String parent, String child) {
        Node root = new Node(parent);
        Node leaf = new Node(child);
        leaf.parent = root;
        root.children.add(leaf);
        return root;
    }

    private static Node chain(String leaf, int length) {
        Node at = new Node(leaf);
        for (int i = 0; i < length; i++) {
            Node parent = new Node("link");
            parent.parent = at;
            at = parent;
        }
        return at;
    }
}
