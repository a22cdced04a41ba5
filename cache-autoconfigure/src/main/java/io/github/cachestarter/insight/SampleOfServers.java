package io.github.cachestarter.insight;

import io.github.cachestarter.insight.ServerSample.Estimate;
import java.time.Instant;
import java.util.Map;

/**
 * A random sample of the keys of the servers.
 *
 * @param at when it was taken
 * @param keys how many keys were sampled
 * @param foreign the share of keys that are none of this application's caches, 0 to 1
 * @param caches what it says about single caches, by name
 */
public record SampleOfServers(Instant at, int keys, Estimate foreign, Map<String, ServerSample> caches) {

    public SampleOfServers {
        caches = Map.copyOf(caches);
    }
}
