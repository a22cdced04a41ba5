package io.github.cachestarter.redis;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/** Keys of every kind with their texts. A text that changes empties the caches of everybody who uses such keys. */
@SuppressWarnings("JavaUtilDate")
final class KeyExamples {

    static final KeyNames NAMES = new KeyNames("shop", "1", "products");

    private KeyExamples() {}

    /** Prints the Redis keys of all examples, one a line; the second JVM of a test. */
    public static void main(String[] args) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(String.join("\n", redisKeys(all().values())));
    }

    static List<String> redisKeys(Iterable<Object> keys) {
        List<String> texts = new ArrayList<>();
        keys.forEach(key -> texts.add(NAMES.key(key).redisKey()));
        return texts;
    }

    /** Text to key, in the order in which they are written. */
    static Map<String, Object> all() {
        Map<String, Object> examples = new LinkedHashMap<>();
        numbers(examples);
        values(examples);
        times(examples);
        containers(examples);
        spring(examples);
        return examples;
    }

    private static void numbers(Map<String, Object> examples) {
        examples.put("1", "1");
        examples.put("long#1", 1L);
        examples.put("int#1", 1);
        examples.put("short#1", (short) 1);
        examples.put("byte#1", (byte) 1);
        examples.put("bigint#1", BigInteger.ONE);
        examples.put("decimal#1.0", new BigDecimal("1.0"));
        examples.put("decimal#1.00", new BigDecimal("1.00"));
        examples.put("double#1", 1.0);
        examples.put("double#0.1", 0.1);
        examples.put("double#2E+23", Double.parseDouble("2e23")); // Java 17 prints 1.9999999999999998E23
        examples.put("double#0.30000000000000004", 0.1 + 0.2);
        examples.put("double#4.94065645841247E-324", Double.MIN_VALUE);
        examples.put("double#0", 0.0);
        examples.put("double#-0.0", -0.0);
        examples.put("double#NaN", Double.NaN);
        examples.put("double#-Infinity", Double.NEGATIVE_INFINITY);
        examples.put("float#0.1", 0.1f);
        examples.put("float#16777216", 16777216f);
    }

    private static void values(Map<String, Object> examples) {
        examples.put("char#1", '1');
        examples.put("char#%23", '#');
        examples.put("bool#true", true);
        examples.put("uuid#00000000-0000-0001-0000-000000000002", new UUID(1, 2));
        examples.put("java.time.DayOfWeek#MONDAY", DayOfWeek.MONDAY);
        examples.put("io.github.cachestarter.redis.KeyExamples$Size#BIG", Size.BIG);
        examples.put("class#java.lang.String", String.class);
        examples.put("class#int", int.class);
        examples.put("uri#http://User@example.com:80/A?q=x%23f", URI.create("HTTP://User@EXAMPLE.com:80/A?q=x#f"));
        examples.put("uri#mailto:A@b.de", URI.create("mailto:A@b.de"));
        examples.put("locale#(de,%,DE,%,%)", Locale.GERMANY);
        examples.put("locale#(%,%,%,WIN,%)", variant("WIN"));
        examples.put("optional#()", Optional.empty());
        examples.put("optional#(a)", Optional.of("a"));
        examples.put("optionalint#(int#5)", OptionalInt.of(5));
        examples.put("io.github.cachestarter.redis.KeyExamples$Isbn#978-3", new Isbn("978-3"));
    }

    @SuppressWarnings("deprecation") // the only way to a locale that is nothing but a variant
    private static Locale variant(String variant) {
        return new Locale("", "", variant);
    }

    private static void times(Map<String, Object> examples) {
        examples.put("localdate#2026-01-02", LocalDate.of(2026, 1, 2));
        examples.put("localdatetime#2026-01-02T03:04", LocalDateTime.of(2026, 1, 2, 3, 4));
        examples.put("instant#1970-01-01T00:00:00.000000001Z", Instant.ofEpochSecond(0, 1));
        examples.put(
                "zoneddatetime#2026-01-02T03:04+01:00[Europe/Berlin]",
                ZonedDateTime.of(2026, 1, 2, 3, 4, 0, 0, ZoneId.of("Europe/Berlin")));
        examples.put("duration#PT1H", Duration.ofMinutes(60));
        examples.put("zone#UTC", ZoneId.of("UTC"));
        examples.put("zone#Z", ZoneOffset.UTC);
        examples.put("date#1970-01-01T00:00:00.001Z", new Date(1));
        examples.put("timestamp#1970-01-01T00:00:00.001Z", new java.sql.Timestamp(1));
    }

    private static void containers(Map<String, Object> examples) {
        examples.put("list#()", List.of());
        examples.put("list#(%)", List.of(""));
        examples.put("list#(1,int#1,null#)", Arrays.asList("1", 1, null));
        examples.put("list#(a%2Cb,%28,%3D,%23,%25)", List.of("a,b", "(", "=", "#", "%"));
        examples.put("list#(list#(a),b)", List.of(List.of("a"), "b"));
        examples.put("set#(a,b)", Set.of("b", "a"));
        examples.put(
                "set#(java.time.DayOfWeek#FRIDAY,java.time.DayOfWeek#MONDAY)",
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        examples.put("map#(a=int#1,b=int#2)", new TreeMap<>(Map.of("b", 2, "a", 1)));
        examples.put("entry#(a=int#1)", Map.entry("a", 1));
        examples.put("collection#(a,b)", new ArrayDeque<>(List.of("a", "b")));
        examples.put("array#(a,int#1)", new Object[] {"a", 1});
        examples.put("int[]#(int#1,int#2)", new int[] {1, 2});
        examples.put("byte[]#01ff", new byte[] {1, -1});
        examples.put("io.github.cachestarter.redis.KeyExamples$Seat#(long#7,A)", new Seat(7, "A"));
        examples.put("io.github.cachestarter.redis.KeyExamples$Seat#(long#7,null#)", new Seat(7, null));
    }

    private static void spring(Map<String, Object> examples) {
        examples.put("key#()", SimpleKey.EMPTY);
        examples.put("key#(null#)", new SimpleKey((Object) null));
        examples.put("key#(a,b)", new SimpleKey("a", "b"));
        examples.put("key#(a%2C b)", new SimpleKey("a, b"));
        examples.put("key#(long#1,array#(x))", new SimpleKey(1L, new String[] {"x"}));
        examples.put("page#(int#0,int#20,sort#())", PageRequest.of(0, 20));
        examples.put(
                "page#(int#0,int#20,sort#(order#(name,DESC)))", PageRequest.of(0, 20, Sort.Direction.DESC, "name"));
        examples.put("unpaged#(sort#())", Pageable.unpaged());
        examples.put("sort#(order#(a: ASC%2Cb,ASC))", Sort.by("a: ASC,b"));
        examples.put("sort#(order#(a,ASC),order#(b,ASC))", Sort.by("a", "b"));
        examples.put(
                "order#(a,ASC,IGNORE_CASE,NULLS_LAST)",
                Sort.Order.by("a").ignoreCase().nullsLast());
        examples.put("limit#5", Limit.of(5));
        examples.put("limit#", Limit.unlimited());
    }

    enum Size {
        SMALL,
        BIG {
            @Override
            boolean fits() {
                return false;
            }
        };

        boolean fits() {
            return true;
        }
    }

    record Seat(long row, @Nullable String letter) {}

    /** A value class as applications write it. */
    static final class Isbn {

        private final String number;

        Isbn(String number) {
            this.number = number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Isbn that && number.equals(that.number);
        }

        @Override
        public int hashCode() {
            return number.hashCode();
        }

        @Override
        public String toString() {
            return number;
        }
    }
}
