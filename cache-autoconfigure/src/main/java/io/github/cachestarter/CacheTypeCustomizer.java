package io.github.cachestarter;

/**
 * A bean that registers classes of cached values, as the property {@code cache-starter.types} does. Service provider
 * interface.
 */
@FunctionalInterface
public interface CacheTypeCustomizer {

    /** Called once at start. */
    void customize(CacheTypeRegistry types);
}
