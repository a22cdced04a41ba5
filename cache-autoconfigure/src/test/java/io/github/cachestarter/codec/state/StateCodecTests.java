package io.github.cachestarter.codec.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.TypeCodec;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;
import tools.jackson.databind.json.JsonMapper;

class StateCodecTests {

    private final StateCodec codec = new StateCodec(RegisteredTypes.none());

    record Money(BigDecimal amount, String currency) {}

    record Order(long id, String customer, Money total, List<Line> lines, Optional<LocalDate> shipped) {}

    record Line(String product, int quantity) {}

    static class Person {
        private String name;
        private int age;
        private Map<String, List<Integer>> scores = new HashMap<>();
        private Person friend;

        Person() {}

        Person(String name, int age) {
            this.name = name;
            this.age = age;
        }

        public String getName() {
            return "Dr. " + name;
        }
    }

    static class Parent {
        String name = "";
        Set<Child> children = new LinkedHashSet<>();
    }

    static class Child {
        Parent parent;
        String name = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Child child && child.parent.name.equals(parent.name) && child.name.equals(name);
        }

        @Override
        public int hashCode() {
            return parent.name.hashCode() * 31 + name.hashCode();
        }
    }

    record Box<T>(T content) {}

    private static String json(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Object again(TypeCodec type, Object value) {
        byte[] bytes = type.encode(value);
        byte[] padded = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, padded, 3, bytes.length);
        return type.decode(padded, 3, bytes.length);
    }

    @Test
    void aRecordOfRecordsComesBackEqual() {
        Order order = new Order(
                7,
                "Ada \"quoted\" \u00e4\ud83d\ude00",
                new Money(new BigDecimal("12.50"), "EUR"),
                List.of(new Line("tea", 2), new Line("milk", 1)),
                Optional.of(LocalDate.of(2026, 2, 28)));
        TypeCodec type = codec.forType(Order.class);
        assertThat(again(type, order)).isEqualTo(order);
        assertThat(json(type.encode(order)))
                .contains("[1,[\"tea\",2],[\"milk\",1]]")
                .doesNotContain("Order");
    }

    @Test
    void anEntryWithItsHeaderIsAtMostFortyEightBytesLongerThanPlainJson() {
        List<StateCodecSpeed.Product> products = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            products.add(StateCodecSpeed.product(i));
        }
        Type list = new ParameterizedTypeReference<List<StateCodecSpeed.Product>>() {}.getType();
        JsonMapper plain = JsonMapper.builder().build();
        // The header is 48 bytes long, see EntryFormatTests.
        assertThat(codec.forType(StateCodecSpeed.Product.class).encode(products.get(0)).length)
                .isLessThanOrEqualTo(plain.writeValueAsBytes(products.get(0)).length);
        assertThat(codec.forType(list).encode(products).length)
                .isLessThanOrEqualTo(plain.writeValueAsBytes(products).length);
    }

    @Test
    void aBeanIsItsFieldsAndNotItsGetters() {
        Person person = new Person("Ada", 36);
        person.scores.put("x", new ArrayList<>(List.of(1, 2)));
        person.friend = person;
        Person back = (Person) again(codec.forType(Person.class), person);
        assertThat(back.name).isEqualTo("Ada");
        assertThat(back.age).isEqualTo(36);
        assertThat(back.scores).isEqualTo(person.scores);
        assertThat(back.friend).isSameAs(back);
    }

    @Test
    void aSetWhoseElementsHashTheObjectAroundItFindsThemAgain() {
        Parent parent = new Parent();
        parent.name = "p";
        for (String name : List.of("a", "b", "c")) {
            Child child = new Child();
            child.parent = parent;
            child.name = name;
            parent.children.add(child);
        }
        TypeCodec type = codec.forType(Parent.class);
        Parent back = (Parent) again(type, parent);
        assertThat(back.children).hasSize(3).allSatisfy(child -> {
            assertThat(child.parent).isSameAs(back);
            assertThat(back.children.contains(child)).isTrue();
        });
        Child child = parent.children.iterator().next();
        Child childBack = (Child) again(codec.forType(Child.class), child);
        assertThat(childBack.parent.children).contains(childBack);
    }

    @Test
    void aGenericArgumentKeepsItsType() {
        var reference = new ParameterizedTypeReference<List<Box<Long>>>() {};
        Object value = new ArrayList<>(List.of(new Box<>(5L)));
        assertThat(again(codec.forType(reference.getType()), value)).isEqualTo(value);
    }

    @Test
    void anObjectFieldKeepsTheClassOfItsContent() {
        for (Object content : List.of(1, 1L, 1.0, "1", List.of(1L), new int[] {1}, 'c', (short) 3)) {
            Box<?> back = (Box<?>) again(codec.forType(Box.class), new Box<>(content));
            assertThat(back.content()).isEqualTo(content).hasSameClassAs(content);
        }
    }

    @Test
    void aRefusalNamesClassFieldAndRemedy() {
        assertThatThrownBy(() -> codec.forType(Box.class).encode(new Box<>(new Person("x", 1))))
                .isInstanceOfSatisfying(RefusedValueException.class, ex -> {
                    assertThat(ex.where()).isEqualTo(Box.class.getName() + ".content");
                    assertThat(ex.remedy()).contains("cache-starter.types=" + Person.class.getName());
                });
    }

    record Growing<T>(Growing<List<T>> next) {}

    @Test
    void aTypeThatGrowsForEverIsRefused() {
        assertThatThrownBy(() -> codec.forType(Growing.class)).isInstanceOf(RefusedValueException.class);
    }

    static final class Trimming {
        private final String text;

        Trimming(String text) {
            this.text = text.trim();
        }
    }

    record Doubling(int value) {
        Doubling {
            value *= 2;
        }
    }

    @Test
    void aConstructorThatChangesWhatItIsGivenNeverGivesAWrongValue() {
        assertThat(((Trimming) again(codec.forType(Trimming.class), new Trimming(" a "))).text)
                .isEqualTo("a");
        TypeCodec doubling = codec.forType(Doubling.class);
        assertThatThrownBy(() -> again(doubling, new Doubling(3))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyWhatCannotChangeIsImmutable() {
        assertThat(codec.forType(Money.class).immutable()).isTrue();
        assertThat(codec.forType(Trimming.class).immutable()).isTrue();
        assertThat(codec.forType(Shapes.Figure.class).immutable()).isTrue();
        assertThat(codec.forType(Order.class).immutable())
                .as("a list may be an ArrayList")
                .isFalse();
        assertThat(codec.forType(Person.class).immutable()).isFalse();
        assertThat(codec.forType(Object.class).immutable()).isFalse();
    }

    @Test
    void aRefusalFromTheTypeAloneNamesTheField() {
        assertThatThrownBy(() -> codec.forType(Shapes.Thing.class))
                .isInstanceOfSatisfying(
                        RefusedValueException.class,
                        ex -> assertThat(ex.where()).isEqualTo(Shapes.Thing.class.getName() + ".thread"));
    }

    @Test
    void anInterfaceCannotBeRegistered() {
        assertThatThrownBy(() -> RegisteredTypes.of(List.of(Shapes.Payment.class), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache-starter.types");
    }
}
