package io.github.cachestarter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Findings;
import io.github.cachestarter.ValueSettings;
import io.github.cachestarter.codec.graph.GraphComparer;
import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import io.github.cachestarter.codec.state.RegisteredTypes;
import io.github.cachestarter.codec.state.StateCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The state codec and the check of its work agree on what is the same: a false alarm would make a cache local. */
class CheckedStateCodecTests {

    private static final EntryMeta META = new EntryMeta(7, 0, 0, 0, 1_000);

    private final HeaderEntryCodec codec = new HeaderEntryCodec(
            "products",
            new ValueSettings("json", Optional.empty(), 1_000_000, 100),
            new StateCodec(RegisteredTypes.none()),
            Findings.NO_OP,
            new SelfCheck(1_000, 0),
            bound -> bound - 1);

    /** What methods declare. */
    interface Methods {
        List<Order> orders();

        Map<String, Tag> tags();

        Customer customer();

        Object anything();
    }

    @Test
    void entitiesThatShareAnotherKeepSharingIt() throws NoSuchMethodException {
        Customer ada = new Customer("Ada");
        List<Order> orders = new ArrayList<>(List.of(new Order(ada), new Order(ada), new Order(new Customer("Ada"))));
        ada.orders.addAll(orders);
        assertComesBack(orders, "orders");
        assertComesBack(ada, "customer");
    }

    @Test
    void whatCannotChangeMayBeSharedOrNot() throws NoSuchMethodException {
        Tag tag = new Tag("x", new Label("y"));
        Map<String, Tag> tags = new LinkedHashMap<>();
        tags.put("a", tag);
        tags.put("b", tag);
        tags.put("c", new Tag("x", tag.label));
        assertComesBack(tags, "tags");
    }

    @Test
    void aCacheUsedByHandTakesPlainValuesAndContainersOfThem() throws NoSuchMethodException {
        UUID id = UUID.randomUUID();
        for (Object value : List.of("a", 1, 1L, id, List.of("a", 1L), new HashSet<>(List.of(1, 2)), new Label("a"))) {
            assertComesBack(value, "anything");
        }
    }

    private void assertComesBack(Object value, String method) throws NoSuchMethodException {
        Type type = Methods.class.getDeclaredMethod(method).getGenericReturnType();
        DecodedEntry decoded = codec.decode(codec.encode(new Entry(value, META), type), type);
        assertThat(decoded)
                .isInstanceOfSatisfying(
                        DecodedEntry.Valid.class,
                        valid -> assertThat(GraphComparer.compare(
                                        value, valid.entry().value()))
                                .isEqualTo(Verdict.Same.INSTANCE));
    }

    record Tag(String name, Label label) {}

    static final class Label {
        final String text;

        Label(String text) {
            this.text = text;
        }
    }

    static class Customer {
        String name;
        Set<Order> orders = new HashSet<>();

        Customer(String name) {
            this.name = name;
        }
    }

    static class Order {
        Customer customer;

        Order(Customer customer) {
            this.customer = customer;
        }
    }
}
