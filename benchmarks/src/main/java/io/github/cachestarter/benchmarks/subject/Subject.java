package io.github.cachestarter.benchmarks.subject;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One cache of products, used as its own documentation says. Thread-safe. What a subject cannot do it refuses with an
 * {@link UnsupportedOperationException}; the benchmarks ask for it only where it makes sense.
 */
public interface Subject extends AutoCloseable {

    /** A plain look-up; null for a miss. */
    @Nullable
    Product get(String key);

    /** A look-up that loads and stores on a miss, under whatever protection against stampedes the subject has. */
    Product getOrLoad(String key, Callable<Product> loader) throws Exception;

    /** Stores; returns when the subject says so, acknowledged or not. */
    void put(String key, Product product);

    /** Removes; returns when the subject says so, acknowledged or not. */
    void evict(String key);

    /** A call of a method annotated with {@code @Cacheable}. */
    default Product call(String key) {
        throw new UnsupportedOperationException(this + " has no annotation to measure");
    }

    /** Whether Redis is not even asked for now, because it did not answer; only Cache Starter says so. */
    default boolean breakerOpen() {
        throw new UnsupportedOperationException(this + " does not say whether it asks Redis");
    }

    @Override
    void close();
}
