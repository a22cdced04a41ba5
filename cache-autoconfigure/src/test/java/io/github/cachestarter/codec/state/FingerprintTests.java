package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.DecodedEntry;
import io.github.cachestarter.codec.HeaderEntryCodec;
import io.github.cachestarter.codec.SelfCheck;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two versions of a class, both compiled here: a change of shape changes the fingerprint, so that a payload of the one is
 * never read by the other; the same source compiled again does not, so that a roll back finds its entries.
 */
class FingerprintTests {

    /** What a deployment changes, in the classes of the package {@code shop}. */
    record Change(String name, String before, String after) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String ROOT = "package shop; import java.util.*; public class Order { %s } ";

    private static final Change NO_STATE = fields(
            "what is not state", "int a;", "static int X = 1; int a; int a() { return a; } @Deprecated void b() {}");

    static Stream<Change> changes() {
        return Stream.of(
                fields("field added", "int a;", "int a; int b;"),
                fields("field removed", "int a; int b;", "int a;"),
                fields("field renamed", "int a;", "int b;"),
                fields("fields swapped", "String a; String b;", "String b; String a;"),
                fields("int to long", "int a;", "long a;"),
                fields("int to Integer", "int a;", "Integer a;"),
                fields("long to int", "long a;", "int a;"),
                fields("double to float", "double a;", "float a;"),
                fields("int to String", "int a;", "String a;"),
                fields("field made final", "String a;", "final String a = null;"),
                fields("field made transient", "String a; int b;", "transient String a; int b;"),
                fields("generic argument changed", "List<Integer> a;", "List<Long> a;"),
                fields("nested generic argument", "Map<String, List<Integer>> a;", "Map<String, List<Long>> a;"),
                fields("list to set", "List<String> a;", "Set<String> a;"),
                also(
                        "enum constant inserted",
                        "Color c;",
                        "enum Color { RED, BLUE }",
                        "enum Color { RED, GREEN, BLUE }"),
                also("enum constants swapped", "Color c;", "enum Color { RED, BLUE }", "enum Color { BLUE, RED }"),
                also("enum constant renamed", "Color c;", "enum Color { RED, BLUE }", "enum Color { RED, GREEN }"),
                also("permits reordered", "Pay p;", pay("Card, Cash"), pay("Cash, Card")),
                also(
                        "permitted class added in front",
                        "Pay p;",
                        pay("Card, Cash"),
                        pay("Bank, Card, Cash") + " record Bank(int x) implements Pay {}"),
                also("component added", "Line l;", "record Line(int a) {}", "record Line(int a, int b) {}"),
                also("components swapped", "Line l;", "record Line(int a, int b) {}", "record Line(int b, int a) {}"),
                also("record to class", "Line l;", "record Line(int a) {}", "class Line { int a; }"),
                also("field of a nested class", "List<Line> l;", "class Line { int a; }", "class Line { long a; }"),
                also("class renamed", "Base b;", "class Base { int a; }", "interface Base {} "),
                new Change(
                        "field moved to the superclass",
                        "package shop; public class Order extends Base { int a; int b; } class Base { }",
                        "package shop; public class Order extends Base { int b; } class Base { int a; }"),
                new Change(
                        "superclass inserted",
                        "package shop; public class Order { int a; }",
                        "package shop; public class Order extends Base { int a; } class Base { }"));
    }

    private static Change fields(String name, String before, String after) {
        return new Change(name, ROOT.formatted(before), ROOT.formatted(after));
    }

    private static Change also(String name, String field, String before, String after) {
        return new Change(name, ROOT.formatted(field) + before, ROOT.formatted(field) + after);
    }

    private static String pay(String permitted) {
        return "sealed interface Pay permits " + permitted
                + " {} record Card(int x) implements Pay {} record Cash(int x) implements Pay {}";
    }

    @TempDir
    static Path directory;

    /** All versions in two runs of the compiler: one of its own for each would take a minute. */
    @BeforeAll
    static void compile() throws IOException {
        List<Change> changes = all();
        compile("before", changes.stream().map(Change::before).toList());
        compile("after", changes.stream().map(Change::after).toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeOfShapeIsAnotherFingerprintAndTheWayBackTheSame(Change change) throws Exception {
        int number = all().indexOf(change);
        TypeCodec before = codec("before", number);
        assertThat(codec("after", number).fingerprint()).isNotEqualTo(before.fingerprint());
        assertThat(codec("before", number).fingerprint()).isEqualTo(before.fingerprint());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void bothVersionsSideBySideMissEachOthersEntriesAndHitTheirOwnAlsoWhenDeployedAgain(Change change)
            throws Exception {
        int number = all().indexOf(change);
        Deployed before = deploy("before", number);
        Deployed after = deploy("after", number);
        byte[] old = before.encode();
        byte[] young = after.encode();

        assertThat(before.decode(young)).isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, 7));
        assertThat(after.decode(old)).isEqualTo(new DecodedEntry.Invalid(MissReason.SHAPE_CHANGED, 7));
        for (Deployed own : List.of(before, deploy("before", number))) {
            assertThat(own.decode(old))
                    .isInstanceOfSatisfying(
                            DecodedEntry.Valid.class,
                            hit -> assertThat(hit.entry().value()).isExactlyInstanceOf(own.type));
        }
        assertThat(deploy("after", number).decode(young)).isInstanceOf(DecodedEntry.Valid.class);
    }

    /** One release of an application: its class, and the codec of its cache. */
    private record Deployed(Class<?> type, HeaderEntryCodec codec) {

        byte[] encode() throws ReflectiveOperationException {
            Object value = type.getDeclaredConstructor().newInstance();
            return codec.encode(new Entry(value, new EntryMeta(7, 0, 0, 0, 1_000)), type);
        }

        DecodedEntry decode(byte[] entry) {
            return codec.decode(entry, type);
        }
    }

    private static Deployed deploy(String version, int number) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = loader(version)) {
            Class<?> type = loader.loadClass("shop" + number + ".Order");
            HeaderEntryCodec codec = new HeaderEntryCodec(
                    "orders",
                    new ValueSettings("json", Optional.empty(), 1_000, 0),
                    new StateCodec(RegisteredTypes.none()),
                    Findings.NO_OP,
                    SelfCheck.OFF,
                    bound -> bound - 1);
            assertThat(codec.learn(type)).isEmpty(); // loads all classes that it needs
            return new Deployed(type, codec);
        }
    }

    @Test
    void whatIsNotStateDoesNotMatter() throws Exception {
        int number = all().indexOf(NO_STATE);
        assertThat(codec("after", number).fingerprint())
                .isEqualTo(codec("before", number).fingerprint());
    }

    @Test
    void aRegisteredClassMattersOnlyWhereItFits() {
        StateCodec none = new StateCodec(RegisteredTypes.none());
        StateCodec card = new StateCodec(RegisteredTypes.of(List.of(Shapes.Card.class), List.of()));
        assertThat(card.forType(Shapes.Payment.class).fingerprint())
                .isNotEqualTo(none.forType(Shapes.Payment.class).fingerprint());
        assertThat(card.forType(Shapes.Vet.class).fingerprint())
                .isEqualTo(none.forType(Shapes.Vet.class).fingerprint());
    }

    @Test
    void theOrderOfRegistrationDoesNotMatter() {
        StateCodec one = new StateCodec(RegisteredTypes.of(List.of(Shapes.Card.class, Shapes.Point.class), List.of()));
        StateCodec other = new StateCodec(
                RegisteredTypes.of(List.of(Shapes.Point.class), List.of(types -> types.add(Shapes.Card.class))));
        assertThat(one.forType(Object.class).fingerprint())
                .isEqualTo(other.forType(Object.class).fingerprint());
    }

    private static List<Change> all() {
        return Stream.concat(changes(), Stream.of(NO_STATE)).toList();
    }

    private static void compile(String version, List<String> sources) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(version));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
        for (int i = 0; i < sources.size(); i++) {
            Path folder = Files.createDirectories(directory.resolve(version + "-sources/shop" + i));
            String source = sources.get(i).replace("package shop;", "package shop" + i + ";");
            arguments.add(
                    Files.writeString(folder.resolve("Order.java"), source).toString());
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).isZero();
    }

    /** Of the class in a class loader of its own. */
    private static TypeCodec codec(String version, int number) throws IOException, ClassNotFoundException {
        try (URLClassLoader loader = loader(version)) {
            return new StateCodec(RegisteredTypes.none()).forType(loader.loadClass("shop" + number + ".Order"));
        }
    }

    private static URLClassLoader loader(String version) throws IOException {
        return new URLClassLoader(new URL[] {directory.resolve(version).toUri().toURL()}, null);
    }
}
