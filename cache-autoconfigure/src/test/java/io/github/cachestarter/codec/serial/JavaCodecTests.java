package io.github.cachestarter.codec.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCodecTests {

    private static final String HERE = JavaCodecTests.class.getName();

    private final JavaCodec codec = codec(HERE + "$Order", HERE + "$Line", HERE + "$Colour");

    @Test
    void allowedClassesAndPlainOnesOfTheJdkComeBackAsTheyWere() {
        assertComesBack(new Order("a", List.of(new Line(1, new BigDecimal("1.50")), new Line(2, BigDecimal.ONE))));
        assertComesBack("text");
        assertComesBack(new ArrayList<>(Arrays.asList(1, 2L, 3.0, 'c', true, null, Instant.EPOCH, LocalDate.MAX)));
        assertComesBack(new HashMap<>(Map.of("a", UUID.randomUUID(), "b", Locale.ROOT, "c", URI.create("a:b"))));
        assertComesBack(new TreeMap<>(Map.of("a", new int[] {1}, "b", new String[][] {{"x"}})));
        assertComesBack(new EnumMap<>(Map.of(Colour.RED, Set.of(1, 2))));
        assertComesBack(EnumSet.of(Colour.GREEN));
        assertComesBack(Collections.unmodifiableList(new ArrayList<>(List.of(Map.of(1, 2)))));
        assertComesBack(Collections.emptySet());
        HashMap<Integer, Integer> large = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            large.put(i, null);
        }
        assertComesBack(large);
    }

    @Test
    void withoutAnAllowedClassItDoesNotStart() {
        assertThatThrownBy(() -> codec())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache-starter.java-codec.allow")
                .hasMessageContaining("com.acme.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "", " ", "com.acme.", "!com.acme.*", "com.*.Order", "com.acme.*;*"})
    void anEntryThatIsNeitherClassNorPackageIsAnError(String entry) {
        assertThatThrownBy(() -> codec(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + entry + "'");
    }

    @Test
    void aPackageAllowsItsClassesAndWithTwoStarsAllBelow() {
        AllowedClasses allowed = AllowedClasses.of(List.of("com.acme.*", "org.acme.**", "net.acme.Order"));
        assertThat(List.of("com.acme.Order", "com.acme.Order$Line", "[[Lcom.acme.Order;", "org.acme.a.b.C", "[I"))
                .allMatch(allowed::allows);
        assertThat(List.of("com.acme.a.Order", "com.acmeevil.Order", "net.acme.Order2", "[Lnet.acme.Other;", "Order"))
                .noneMatch(allowed::allows);
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedWhereverItHides() {
        TypeCodec objects = codec.forType(Object.class);
        assertThatThrownBy(() -> objects.encode(new ArrayList<>(List.of(new Canary()))))
                .isInstanceOfSatisfying(RefusedValueException.class, ex -> {
                    assertThat(ex.where()).isEqualTo(Canary.class.getName());
                    assertThat(ex.remedy()).contains("cache-starter.java-codec.allow");
                });
        assertThatThrownBy(() -> objects.encode(new Canary[0])).isInstanceOf(RefusedValueException.class);
        assertThatThrownBy(() -> codec.forType(Canary.class)).isInstanceOf(RefusedValueException.class);
    }

    @Test
    void aClassThatCannotBeSerializedIsRefused() {
        assertThatThrownBy(() -> codec.forType(Line[].class).encode(new Line[] {new Line(1, null) {}}))
                .isInstanceOf(RefusedValueException.class);
        assertThatThrownBy(() -> codec(HERE + "$Plain").forType(Plain.class))
                .isInstanceOf(RefusedValueException.class)
                .hasMessageContaining("serialized");
        assertThatThrownBy(() -> codec(HERE + "$Plain").forType(Object.class).encode(List.of(new Plain())))
                .isInstanceOfSatisfying(
                        RefusedValueException.class,
                        ex -> assertThat(ex.where()).isEqualTo(HERE + "$Plain"));
    }

    @Test
    void aPayloadWithAnotherClassIsRefusedBeforeAnythingOfItLives() throws IOException {
        TypeCodec objects = codec.forType(Object.class);
        for (Object payload :
                List.of(new Canary(), new Canary[] {new Canary()}, new ArrayList<>(List.of(new Canary())))) {
            byte[] bytes = serialized(payload);
            assertThatThrownBy(() -> objects.decode(bytes, 0, bytes.length)).isInstanceOf(RuntimeException.class);
        }
        assertThat(Canary.SONGS).hasValue(0);
    }

    @Test
    void setsWithinSetsAreRefusedBeforeTheyTakeForEver() throws IOException {
        Set<Object> root = new HashSet<>();
        Set<Object> one = root;
        Set<Object> two = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Set<Object> left = new HashSet<>();
            Set<Object> right = new HashSet<>();
            left.add("x");
            one.add(left);
            one.add(right);
            two.add(left);
            two.add(right);
            one = left;
            two = right;
        }
        byte[] bytes = serialized(root);
        assertThatThrownBy(() -> codec.forType(Object.class).decode(bytes, 0, bytes.length))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPayloadOfAnotherTypeOrWithMoreBehindItIsRefused() {
        byte[] text = codec.forType(String.class).encode("a");
        assertThatThrownBy(() -> codec.forType(Order.class).decode(text, 0, text.length))
                .isInstanceOf(IllegalStateException.class);
        byte[] longer = Arrays.copyOf(text, text.length + 1);
        assertThatThrownBy(() -> codec.forType(String.class).decode(longer, 0, longer.length))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFingerprintFollowsTheShape() {
        Type order = Order.class;
        long fingerprint = codec.forType(order).fingerprint();
        assertThat(codec(HERE + "$Colour", HERE + "$Line", HERE + "$Order")
                        .forType(order)
                        .fingerprint())
                .as("the order of the list does not matter")
                .isEqualTo(fingerprint);
        assertThat(codec.forType(Line.class).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(codec(HERE + "$Order", HERE + "$Line").forType(order).fingerprint())
                .as("a class that may be in it")
                .isNotEqualTo(fingerprint);
    }

    private void assertComesBack(Object value) {
        TypeCodec type = codec.forType(Object.class);
        byte[] bytes = type.encode(value);
        assertThat(GraphComparer.compare(value, type.decode(bytes, 0, bytes.length)))
                .isEqualTo(Verdict.Same.INSTANCE);
    }

    private static JavaCodec codec(String... allowed) {
        return new JavaCodec(List.of(allowed), JavaCodecTests.class.getClassLoader());
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    enum Colour {
        RED,
        GREEN
    }

    record Order(String id, List<Line> lines) implements Serializable {}

    static class Line implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int number;
        private final BigDecimal price;

        Line(int number, BigDecimal price) {
            this.number = number;
            this.price = price;
        }

        @Override
        public String toString() {
            return number + ": " + price;
        }
    }

    static final class Plain {}
}
