package io.github.cachestarter.dropin.clinic;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** Keys as applications use them, no two of them equal. */
final class Keys {

    private Keys() {}

    static Map<String, Object> all() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("String", "1");
        keys.put("Long", 1L);
        keys.put("Integer", 1);
        keys.put("Short", (short) 1);
        keys.put("Double", 1.0);
        keys.put("BigDecimal", new BigDecimal("1.0"));
        keys.put("Boolean", true);
        keys.put("Character", '1');
        keys.put("empty String", "");
        keys.put("String with odd characters", "a:b*c {d}\n\u00e4\ud83d\ude00");
        keys.put("long String", "x".repeat(5_000));
        keys.put("enum", DayOfWeek.MONDAY);
        keys.put("enum with a body", Pet.Kind.DOG);
        keys.put("UUID", new UUID(1, 2));
        keys.put("LocalDate", LocalDate.of(2026, 1, 2));
        keys.put("Class", String.class);
        keys.put("empty SimpleKey", SimpleKey.EMPTY);
        keys.put("SimpleKey", new SimpleKey("a", null, 1L));
        keys.put("SimpleKey of an array", new SimpleKey("a", new int[] {1, 2}));
        keys.put("record", new Place("a", 1));
        keys.put("nested record", new Pair(new Place("a", 1), List.of()));
        keys.put("record of a class with its own text", new Pair(new Named("x"), 1));
        keys.put("list", List.of("a", 1L));
        keys.put("Arrays.asList", Arrays.asList("a", null));
        keys.put("empty list", List.of());
        keys.put("set", Set.of("b", "a"));
        keys.put("map", Map.of("a", 1, "b", List.of(2)));
        keys.put("PageRequest", PageRequest.of(1, 20));
        keys.put("PageRequest with Sort", PageRequest.of(1, 20, Sort.by("name").descending()));
        keys.put("Sort", Sort.by("name"));
        keys.put("class with equals and toString", new Named("a"));
        keys.put("another one", new Named("b"));
        return keys;
    }

    record Place(String name, int number) {}

    record Pair(Object left, Object right) {}

    /** With equality and a text of its own. */
    static final class Named {

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Named that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(name);
        }

        @Override
        public String toString() {
            return "Named " + name;
        }
    }
}
