package io.github.cachestarter;

import java.util.Collection;
import java.util.List;

/**
 * Loads keys of one cache before the application takes traffic. A bean of this type is asked at every start, after the hot
 * keys of the last run were read from the remote tier: for those of them that the remote tier no longer has, and for
 * {@link #keys() its own} that it does not have either.
 *
 * <pre>{@code
 * @Bean
 * CacheWarmer productWarmer(ProductService products) {
 *     return CacheWarmer.of("products", List.of("bestseller"), key -> products.find((String) key));
 * }
 * }</pre>
 *
 * <p>Implementations are thread-safe: several keys are loaded at a time.
 */
public interface CacheWarmer {

    /** The name of the cache. */
    String cache();

    /** Keys to have at start whether or not anybody read them during the last run, as the cache knows them. Asked once. */
    default Collection<?> keys() {
        return List.of();
    }

    /**
     * Loads a key, best by calling the cached method itself through its bean: it then stores what it returns.
     *
     * @param key one of {@link #keys()} or a recorded one: a string, number, UUID, time of the JDK, or a {@code SimpleKey} of
     *     these
     * @throws Exception counted and logged; the start goes on without this key
     */
    void load(Object key) throws Exception;

    /** A warmer made of its parts. */
    static CacheWarmer of(String cache, Collection<?> keys, Loader loader) {
        List<Object> copy = List.copyOf(keys);
        return new CacheWarmer() {
            @Override
            public String cache() {
                return cache;
            }

            @Override
            public Collection<?> keys() {
                return copy;
            }

            @Override
            public void load(Object key) throws Exception {
                loader.load(key);
            }
        };
    }

    /** Loads a key. */
    @FunctionalInterface
    interface Loader {

        /** See {@link CacheWarmer#load}. */
        void load(Object key) throws Exception;
    }
}
