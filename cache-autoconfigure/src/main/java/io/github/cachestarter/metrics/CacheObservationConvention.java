package io.github.cachestarter.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags of what is observed of caches. A bean of this type takes the place of
 * {@link DefaultCacheObservationConvention}. Thread-safe.
 */
public interface CacheObservationConvention extends ObservationConvention<CacheObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof CacheObservationContext;
    }
}
