package io.github.cachestarter.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cachestarter.EntryKey;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.springframework.core.ParameterizedTypeReference;

/** Who holds what: nobody can change what others get. */
class CopiesTests {

    private static final Type STRINGS = new ParameterizedTypeReference<List<String>>() {}.getType();

    private final LocalRig rig = new LocalRig();
    private final EntryKey key = rig.key("a");

    record Product(long id, String name) {}

    /** Cannot be kept exactly: a lock is no data. */
    static final class Unkeepable {
        final Thread owner = Thread.currentThread();
    }

    @Test
    void a_change_of_what_was_put_is_seen_by_nobody() {
        List<String> mine = new ArrayList<>(List.of("x"));
        put(mine, STRINGS);

        mine.add("y");

        assertThat(read(STRINGS)).isEqualTo(List.of("x"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_change_of_what_was_read_is_seen_by_nobody() {
        put(new ArrayList<>(List.of("x")), STRINGS);

        ((List<String>) read(STRINGS)).add("y");

        assertThat(read(STRINGS)).isEqualTo(List.of("x"));
    }

    @Test
    void what_nobody_can_change_is_shared_and_a_hit_is_one_and_the_same_object() {
        Product product = new Product(1, "chair");
        put(product, Product.class);

        assertThat(read(Product.class)).isSameAs(product);
        assertThat(rig.tier.get("a", Product.class)).isSameAs(rig.tier.get("a", Product.class));
        assertThat(rig.findings).isEmpty();
    }

    @Test
    void what_is_told_to_be_shared_is_shared() {
        LocalRig sharing = new LocalRig(LocalRig.settings(10, OptionalLong.empty(), Duration.ofMinutes(1), true));
        List<String> mine = new ArrayList<>(List.of("x"));
        sharing.tier.put(key, STRINGS, LocalRig.entry(mine), null, sharing.tier.snapshot(key));

        assertThat(sharing.tier.get("a", STRINGS).get()).isSameAs(mine);
        assertThat(sharing.findings).isEmpty();
    }

    @Test
    void what_cannot_be_copied_is_shared_and_a_finding_says_so_once() {
        Unkeepable value = new Unkeepable();
        put(value, Unkeepable.class);
        put(value, Unkeepable.class);

        assertThat(read(Unkeepable.class)).isSameAs(value);
        assertThat(rig.findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("shared-mutable-value");
            assertThat(finding.message()).contains("'products'", "Unkeepable");
            assertThat(finding.action()).contains("cache-starter.caches.products.local.share: true");
        });
    }

    @Test
    void a_copy_knows_its_origin() {
        put(new ArrayList<>(List.of("x")), STRINGS);

        assertThat(rig.tier.get("a", STRINGS).meta().createdAt()).isEqualTo(LocalRig.CREATED);
    }

    private void put(Object value, Type type) {
        rig.tier.put(key, type, LocalRig.entry(value), null, rig.tier.snapshot(key));
    }

    private Object read(Type type) {
        LocalHit hit = rig.tier.get("a", type);
        assertThat(hit).isNotNull();
        return hit.get();
    }
}
