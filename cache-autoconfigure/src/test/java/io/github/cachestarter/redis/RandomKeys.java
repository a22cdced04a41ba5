package io.github.cachestarter.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** Random keys of many kinds from small ranges, so that equal ones and near misses are frequent. */
@SuppressWarnings("JavaUtilDate")
final class RandomKeys {

    private static final String NASTY = "ab1,()=#%:[]{} \\*?\0\n\u007fü€\ud83d\ude00\ud800\udc00\ufffd@.-_";

    /** What a text is made of: strings of it would be mistaken for more than one element if they were not escaped. */
    private static final String GRAMMAR = "a,=(#%";

    private final Random random;
    private final List<Function<Integer, Object>> kinds = List.of(
            n -> text(),
            n -> (long) n,
            n -> n,
            n -> n.shortValue(),
            n -> n.byteValue(),
            n -> BigInteger.valueOf(n),
            n -> BigDecimal.valueOf(n, n % 3),
            n -> n / 10.0,
            n -> n / 10f,
            n -> (char) (n + 40),
            n -> n > 0,
            n -> new UUID(0, n),
            n -> n > 0 ? KeyExamples.Size.BIG : KeyExamples.Size.SMALL,
            n -> LocalDate.ofEpochDay(n),
            n -> Instant.ofEpochMilli(n),
            n -> Duration.ofMillis(n),
            n -> n > 0 ? new Date(n) : new java.sql.Date(n),
            n -> ZoneId.of(n > 0 ? "UTC" : "Z"),
            n -> URI.create(n > 0 ? "HTTP://A/" + n : "http://a/" + -n),
            n -> n > 0 ? Locale.GERMANY : Locale.GERMAN,
            n -> new KeyExamples.Isbn(text()),
            n -> new KeyExamples.Seat(n, n > 0 ? text() : null),
            n -> new Pair(element(), element()),
            n -> Optional.ofNullable(element()),
            n -> list(),
            n -> new LinkedHashSet<>(list()),
            n -> new HashSet<>(list()),
            n -> map(),
            n -> list().toArray(),
            n -> new int[] {n, 1},
            n -> new long[] {n, 1},
            n -> new byte[] {n.byteValue()},
            n -> new String[] {text()},
            n -> new SimpleKey(list().toArray()),
            n -> new SimpleKey(element(), list().toArray()),
            n -> PageRequest.of(Math.abs(n), 10, sort()),
            n -> sort());

    private int depth;

    RandomKeys(long seed) {
        random = new Random(seed);
    }

    int kinds() {
        return kinds.size();
    }

    /** A key, never null. */
    Object next() {
        depth = 0;
        return any();
    }

    private Object any() {
        return kinds.get(random.nextInt(kinds.size())).apply(random.nextInt(7) - 3);
    }

    /** No arrays: what holds them compares them by identity. */
    private @Nullable Object element() {
        if (depth > 2 || random.nextInt(8) == 0) {
            return random.nextBoolean() ? null : text();
        }
        depth++;
        Object element = any();
        depth--;
        return element.getClass().isArray() ? "array" : element;
    }

    private String text() {
        String alphabet = random.nextBoolean() ? GRAMMAR : NASTY;
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = random.nextBoolean() ? new ArrayList<>() : new CopyOnWriteArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(element());
        }
        return random.nextBoolean() ? list : Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(text(), element());
        }
        return map;
    }

    private Sort sort() {
        String[] properties = new String[1 + random.nextInt(2)];
        Arrays.setAll(properties, i -> "p" + text());
        return random.nextBoolean() ? Sort.by(properties) : Sort.by(properties).descending();
    }

    record Pair(@Nullable Object left, @Nullable Object right) {}
}
