package io.github.cachestarter;

/**
 * Collects the classes that may stand behind an open type (an interface, an abstract class, {@code Object}) in a cached
 * value, beside those the declared types name themselves. Not thread-safe: filled once at start.
 */
public interface CacheTypeRegistry {

    /**
     * Registers concrete classes, records or enums.
     *
     * @return this
     */
    CacheTypeRegistry add(Class<?>... types);
}
