package io.github.cachestarter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the tags of what a {@code @Cacheable} or {@code @CachePut} method stores, so that all entries with a tag can be
 * evicted with one command however many there are: by {@link CacheTagEvict} or by {@code TieredCache.evictTag}.
 *
 * <pre>
 * &#64;Cacheable("products")
 * &#64;CacheTags({"#result.category", "'shop-' + #shop"})
 * Product find(String shop, long id)
 * </pre>
 *
 * <p>A tag belongs to its cache: the same one in two caches is two tags. An entry has at most 64 tags, each with 1 to 255
 * bytes in UTF-8. A value whose tags cannot be found is returned but not stored, with a finding that says why.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CacheTags {

    /**
     * SpEL expressions as in {@code @Cacheable}, over the arguments and {@code #result}. Each gives a tag, or a collection
     * or array of tags; anything but a string counts as its {@code toString()}, {@code null} gives none.
     */
    String[] value();
}
