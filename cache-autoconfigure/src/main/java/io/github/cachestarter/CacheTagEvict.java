package io.github.cachestarter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Evicts all entries that carry a tag when the method returns: with one command, however many there are and whichever
 * instance stored them. Behaves in every other way as Spring's {@code @CacheEvict} does.
 *
 * <pre>
 * &#64;CacheTagEvict(cacheNames = "products", tags = "#category")
 * void reprice(String category)
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CacheTagEvict {

    /** The caches; none: those of the class' {@code @CacheConfig}. */
    String[] cacheNames() default {};

    /**
     * SpEL expressions as in {@code @CacheEvict}'s key, over the arguments and, unless {@link #beforeInvocation}, {@code
     * #result}. Each gives a tag, or a collection or array of tags.
     */
    String[] tags();

    /** SpEL: evicts only if this gives {@code true}. Empty: always. */
    String condition() default "";

    /** Evicts before the method, and so also if it throws. */
    boolean beforeInvocation() default false;
}
