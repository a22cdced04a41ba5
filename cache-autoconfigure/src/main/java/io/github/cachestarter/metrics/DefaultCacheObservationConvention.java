package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.Label;
import io.micrometer.common.KeyValues;

/**
 * One name, {@code cache.starter.observed}, with the operation, the cache and how it ended as tags. Their values are few and
 * known beforehand; no key is among them. Stateless.
 */
public final class DefaultCacheObservationConvention implements CacheObservationConvention {

    /** Creates the convention. */
    public DefaultCacheObservationConvention() {}

    @Override
    public String getName() {
        return MeterNames.OBSERVED;
    }

    @Override
    public String getContextualName(CacheObservationContext context) {
        return "cache " + Label.of(context.operation()) + " " + context.cache();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CacheObservationContext context) {
        return KeyValues.of(
                MeterNames.TAG_CACHE,
                context.cache(),
                MeterNames.TAG_OPERATION,
                Label.of(context.operation()),
                MeterNames.TAG_RESULT,
                Label.of(context.result()));
    }
}
