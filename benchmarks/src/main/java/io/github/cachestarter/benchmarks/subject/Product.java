package io.github.cachestarter.benchmarks.subject;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The value that every benchmark caches: about 300 bytes of JSON. Serializable, since that is what some peers need.
 * Immutable throughout, so that every local tier may hand out the object itself. (With a list in it, Cache Starter would give
 * each caller a copy unless told {@code local.share: true}, and would do more than the others.)
 */
public record Product(
        long id,
        String name,
        String description,
        BigDecimal price,
        String currency,
        String category,
        String brand,
        int stock,
        boolean available,
        Instant changed)
        implements Serializable {

    /**
     * What stands in every command about a product, since it stands in its key and in the name of the cache; a codec may change
     * the last letter of a key.
     */
    public static final String EVERY_KEY = "product";

    private static final BigDecimal CHEAPEST = new BigDecimal("9.95");
    private static final Instant CHANGED = Instant.parse("2026-01-01T12:30:15Z");

    /** A product that looks like the others but is equal to none with another number. */
    public static Product of(int number) {
        return new Product(
                1_000_000L + number,
                "Stainless steel kettle no. " + number,
                "Boils one and a half litres in three minutes, switches itself off, and fits any socket.",
                CHEAPEST.add(BigDecimal.valueOf(number % 500)),
                "EUR",
                "kitchen/kettles",
                "Northern Lights Household Goods",
                number % 97,
                number % 7 != 0,
                CHANGED.plusSeconds(number));
    }

    /** A product for a key that somebody made by {@link #key}. */
    public static Product of(String key) {
        return of(Integer.parseInt(key, key.indexOf('-') + 1, key.length(), 10));
    }

    /** The key under which that product is cached. */
    public static String key(int number) {
        return EVERY_KEY + "-" + number;
    }

    /** The first keys. */
    public static String[] keys(int count) {
        String[] keys = new String[count];
        for (int i = 0; i < count; i++) {
            keys[i] = key(i);
        }
        return keys;
    }
}
