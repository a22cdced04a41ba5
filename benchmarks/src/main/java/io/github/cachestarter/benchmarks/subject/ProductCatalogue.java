package io.github.cachestarter.benchmarks.subject;

import org.springframework.cache.annotation.Cacheable;

/** The method that an application would have cached. */
class ProductCatalogue {

    static final String CACHE = "products";

    @Cacheable(CACHE)
    Product product(String key) {
        return Product.of(key);
    }
}
