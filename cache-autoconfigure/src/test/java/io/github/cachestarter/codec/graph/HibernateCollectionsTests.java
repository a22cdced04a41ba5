package io.github.cachestarter.codec.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

import io.github.cachestarter.codec.graph.GraphComparer.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.LazyInitializationException;
import org.hibernate.collection.spi.PersistentBag;
import org.hibernate.collection.spi.PersistentMap;
import org.hibernate.collection.spi.PersistentSet;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.junit.jupiter.api.Test;

class HibernateCollectionsTests {

    private static final SharedSessionContractImplementor NO_SESSION =
            mock(SharedSessionContractImplementor.class, RETURNS_DEEP_STUBS);

    @Test
    void anInitialisedCollectionMayComeBackAsAPlainOne() {
        assertThat(compare(bag("a", "b"), new ArrayList<>(List.of("a", "b")))).isEqualTo(Verdict.Same.INSTANCE);
        assertThat(compare(set("a", "b"), new HashSet<>(List.of("a", "b")))).isEqualTo(Verdict.Same.INSTANCE);
        assertThat(compare(set("a"), new LinkedHashSet<>(List.of("a")))).isEqualTo(Verdict.Same.INSTANCE);
        assertThat(compare(new PersistentMap<>(NO_SESSION, Map.of("a", 1)), new java.util.HashMap<>(Map.of("a", 1))))
                .isEqualTo(Verdict.Same.INSTANCE);
    }

    @Test
    void itsContentIsCompared() {
        assertThat(compare(bag("a", "b"), new ArrayList<>(List.of("b", "a")))).isInstanceOf(Verdict.Different.class);
        assertThat(compare(set("a"), new HashSet<>(List.of("b")))).isInstanceOf(Verdict.Different.class);
        assertThat(compare(set("a"), new ArrayList<>(List.of("a")))).isInstanceOf(Verdict.Different.class);
        assertThat(compare(set("a"), new TreeSet<>(List.of("a")))).isInstanceOf(Verdict.Different.class);
    }

    @Test
    void elementsOfASetAreMatchedAlsoInAnotherOrder() {
        Set<Object> elements = new HashSet<>();
        Set<Object> copies = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            elements.add(new int[] {i});
            copies.add(new int[] {2 - i});
        }
        assertThat(compare(new PersistentSet<>(NO_SESSION, elements), new HashSet<>(copies)))
                .isEqualTo(Verdict.Same.INSTANCE);
    }

    @Test
    void anUninitialisedCollectionIsNeverTouched() {
        PersistentBag<String> lazy = new PersistentBag<>(NO_SESSION);
        assertThatThrownBy(lazy::size).as("a touch would be noticed").isInstanceOf(LazyInitializationException.class);
        assertThat(compare(lazy, new ArrayList<>())).isInstanceOf(Verdict.NotCheckable.class);
        assertThat(compare(new ArrayList<>(), lazy)).isInstanceOf(Verdict.NotCheckable.class);
        assertThat(compare(new Object[] {lazy}, new Object[] {lazy})).isInstanceOf(Verdict.NotCheckable.class);
        Set<Object> set = new HashSet<>();
        set.add(new Object[] {lazy});
        Set<Object> copy = new HashSet<>();
        copy.add(new Object[] {new ArrayList<>()});
        assertThat(compare(set, copy)).isNotEqualTo(Verdict.Same.INSTANCE);
        assertThat(lazy.wasInitialized()).isFalse();
    }

    private static PersistentBag<String> bag(String... elements) {
        return new PersistentBag<>(NO_SESSION, new ArrayList<>(List.of(elements)));
    }

    private static PersistentSet<String> set(String... elements) {
        return new PersistentSet<>(NO_SESSION, new HashSet<>(List.of(elements)));
    }

    private static Verdict compare(Object original, Object copy) {
        return GraphComparer.compare(original, copy);
    }
}
