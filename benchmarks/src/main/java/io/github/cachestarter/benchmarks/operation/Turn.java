package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Product;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which key a thread asks for next. */
@State(Scope.Thread)
public class Turn {

    private int position = ThreadLocalRandom.current().nextInt(Stock.ENTRIES);
    private long fresh;
    private final String prefix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);

    /** The keys in the order of the array, from a place that differs between threads. */
    String next(String... keys) {
        int next = position + 1;
        position = next < keys.length ? next : 0;
        return keys[position];
    }

    /** A key that nobody has asked for. */
    String nextFresh() {
        fresh++;
        return prefix + fresh;
    }

    /** A product to store. */
    Product product() {
        return Product.of((int) (fresh++ % Stock.ENTRIES));
    }
}
