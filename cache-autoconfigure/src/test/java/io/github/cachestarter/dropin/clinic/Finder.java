package io.github.cachestarter.dropin.clinic;

import java.util.List;
import org.springframework.cache.annotation.Cacheable;

/** A generic superclass whose methods are annotated. */
abstract class Finder<T> {

    @Cacheable("found")
    public T one(String name) {
        return load(name).get(0);
    }

    abstract List<T> load(String name);
}
