package io.github.cachestarter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how long the values live that a {@code @Cacheable} or {@code @CachePut} method stores, where the value itself knows.
 * Wins over a {@link CacheTtlResolver} and over the settings; {@code max-ttl} stays the bound, and jitter may shorten it.
 *
 * <pre>
 * &#64;Cacheable("tokens")
 * &#64;CacheTtl("#result.expiresInSeconds")
 * AccessToken token(String client)
 * </pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CacheTtl {

    /**
     * A SpEL expression as in {@code @Cacheable}, over the arguments and {@code #result}. Gives a {@link java.time.Duration},
     * a number of seconds, or text such as {@code 10m}; {@code null}: the settings decide; zero or less: the value is not
     * kept. A value whose time-to-live cannot be found is returned but not stored, with a finding that says why.
     */
    String value();
}
