package io.github.cachestarter.frequency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpaceSavingTests {

    @Test
    void what_fits_is_counted_exactly() {
        SpaceSaving counters = new SpaceSaving(10);
        for (int key = 1; key <= 10; key++) {
            for (int i = 0; i < key; i++) {
                counters.add(key);
            }
        }
        assertThat(counters.top().map(SpaceSaving.Counter::key)).containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void no_counter_is_too_low_nor_higher_than_it_says() {
        Random random = new Random(3);
        SpaceSaving counters = new SpaceSaving(50);
        Map<Object, Integer> exact = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            int key = (int) Math.abs(random.nextGaussian() * 20);
            exact.merge(key, 1, Integer::sum);
            counters.add(key);
        }
        assertThat(counters.top()).hasSize(50).allSatisfy(counter -> {
            double seen = exact.get(counter.key());
            assertThat(seen).isBetween(counter.atLeast(), counter.count());
        });
        List<Object> kept = counters.top().map(SpaceSaving.Counter::key).toList();
        assertThat(exact.entrySet().stream().filter(key -> key.getValue() > 100_000 / 50))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(kept).contains(key.getKey()));
        assertThat(counters.total()).isEqualTo(100_000);
    }

    @Test
    void what_was_counted_before_a_halving_counts_half() {
        SpaceSaving counters = new SpaceSaving(2);
        counters.add("old");
        counters.add("old");
        counters.add("old");
        counters.halve();
        counters.add("new");
        counters.add("new");
        assertThat(counters.top().map(SpaceSaving.Counter::key)).containsExactly("new", "old");
        assertThat(counters.total()).isEqualTo(3.5);
    }

    @Test
    void who_takes_a_counter_over_is_told_whose_it_was() {
        SpaceSaving counters = new SpaceSaving(2);
        assertThat(counters.add("often", 4)).isNull();
        assertThat(counters.add("seldom", 1)).isNull();
        assertThat(counters.add("often", 4)).isNull();

        assertThat(counters.add("new", 2)).isEqualTo("seldom");

        assertThat(counters.top().map(SpaceSaving.Counter::key)).containsExactly("often", "new");
        assertThat(counters.top().map(SpaceSaving.Counter::count)).containsExactly(8.0, 3.0);
    }

    @Test
    void what_is_forgotten_leaves_its_counter_to_others_and_the_rest_goes_on() {
        SpaceSaving counters = new SpaceSaving(100);
        for (int key = 100; key >= 1; key--) {
            counters.add(key, key);
        }
        counters.removeIf(key -> (Integer) key % 2 == 0);
        assertThat(counters.top().map(SpaceSaving.Counter::key)).hasSize(50).startsWith(99, 97, 95);

        for (int i = 1; i <= 50; i++) {
            assertThat(counters.add("new " + i, 0.5)).isNull();
        }
        assertThat(counters.add("one too many", 0.5)).asString().startsWith("new ");
        assertThat(counters.top().map(SpaceSaving.Counter::key)).hasSize(100).startsWith(99, 97, 95);
    }
}
