package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.autoconfigure.SettingLayers.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application had already told Spring's own Redis cache, as far as it means something here. It counts as a
 * default, so that the starter drops into an existing application.
 *
 * @param prefix the first part of the Redis keys; null: not set
 * @param all what holds for every cache; null: nothing
 * @param single what holds for single caches by name
 * @param cacheNames the caches to create at start
 * @param ownSerializers whether a configuration names serializers, which have no meaning here
 * @param notHonoured what has no meaning here, each a sentence for the log
 */
record StockSettings(
        @Nullable String prefix,
        @Nullable Layer all,
        Map<String, Layer> single,
        List<String> cacheNames,
        boolean ownSerializers,
        List<String> notHonoured) {

    /** A null-ttl that says what Spring means by caching nulls: they live as long as values do. */
    static final String NULLS_LIKE_VALUES = "(ttl)";

    /** For an application that told Spring nothing. */
    static final StockSettings NONE = new StockSettings(null, null, Map.of(), List.of(), false, List.of());

    StockSettings {
        single = Map.copyOf(single);
        cacheNames = List.copyOf(cacheNames);
        notHonoured = List.copyOf(notHonoured);
    }

    Optional<Layer> forAll() {
        return Optional.ofNullable(all);
    }

    Optional<Layer> forCache(String cache) {
        return Optional.ofNullable(single.get(cache));
    }
}
