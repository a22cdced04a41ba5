package io.github.cachestarter.benchmarks.operation;

import io.github.cachestarter.benchmarks.subject.Product;
import java.util.concurrent.Callable;

/** The loader of a call that must be a hit. */
final class Unexpected {

    static final Callable<Product> LOAD = () -> {
        throw new IllegalStateException("A miss, where only hits are measured");
    };

    private Unexpected() {}
}
