package io.github.cachestarter.insight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a random sample of the keys of the servers says about one cache. The names are those of the insight endpoint's
 * JSON.
 *
 * @param keys how many of the sampled keys were of this cache; everything here is estimated from these
 * @param entries how many entries the cache has in the servers
 * @param memoryBytes the memory that they take there
 * @param entryBytes the memory that one of them takes
 * @param largestBytes the largest one in the sample: there may be larger ones
 * @param ttl how long the entries still have
 */
public record ServerSample(
        int keys, Estimate entries, Estimate memoryBytes, Estimate entryBytes, long largestBytes, Ttl ttl) {

    /** A number that was estimated, with the limits between which the true one lies with 95 % confidence. */
    public record Estimate(double value, double low, double high) {}

    /**
     * The times-to-live.
     *
     * @param without how many entries have none: every entry of a cache of ours has one
     * @param buckets the others by what is left, by growing time
     */
    public record Ttl(Estimate without, List<Bucket> buckets) {

        public Ttl {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * Entries whose time ends within this limit, and not within the limit before.
     *
     * @param upToSeconds the limit; null: none
     * @param share the share of the cache's entries, 0 to 1
     */
    public record Bucket(@Nullable Long upToSeconds, Estimate share) {}
}
