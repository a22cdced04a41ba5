package io.github.cachestarter.actuate;

import io.github.cachestarter.insight.Freshness;
import io.github.cachestarter.insight.Leases;
import io.github.cachestarter.insight.MemoryNeed;
import io.github.cachestarter.insight.Percentiles;
import io.github.cachestarter.insight.Rates;
import io.github.cachestarter.insight.Refusal;
import io.github.cachestarter.insight.ServerSample;
import io.github.cachestarter.insight.ServerSample.Estimate;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.insight.Sizing;
import io.github.cachestarter.insight.TopKeys;
import io.github.cachestarter.insight.WarmUpResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint {@code cacheinsight} answers; the names of the components are those of the JSON. Times and durations
 * are text in ISO 8601 whatever the application's own JSON settings are.
 *
 * @param warmUp what the warm-up at the start has come to; null: there was none
 */
public record CacheInsightBody(Backend backend, @Nullable WarmUpResult warmUp, Map<String, CacheBody> caches) {

    /** The servers behind the caches. */
    public record Backend(
            String mode,
            boolean available,
            String breaker,
            @Nullable String asOf,
            @Nullable Bus bus,
            RepairBody repairs,
            List<ServerSnapshot> servers,
            MemoryNeed memoryNeed,
            @Nullable SampleBody sample,
            List<FindingBody> findings) {}

    /**
     * How changes of other instances are heard. While it is not open, no entry in the memory of the process is used.
     *
     * @param lagMillis the age of the newest proof that messages come through; null: there is none
     */
    public record Bus(
            boolean open,
            long sinceMillis,
            @Nullable Long lagMillis,
            List<String> subscribed,
            List<String> denied,
            long received,
            long ignored,
            long reconnects,
            @Nullable String lastLoss) {}

    /**
     * Changes that Redis has not acknowledged.
     *
     * @param byCache pending evictions by cache; 0: only a clear is pending there
     */
    public record RepairBody(
            int pendingKeys,
            int pendingClears,
            String oldestAge,
            long repaired,
            long collapsed,
            Map<String, Integer> byCache) {}

    /**
     * A random sample of the servers' keys.
     *
     * @param at when it was taken
     * @param keys how many keys
     * @param foreign the share of keys that are none of this application's caches
     */
    public record SampleBody(String at, int keys, Estimate foreign) {}

    /**
     * What an operator has changed.
     *
     * @param what {@code key}, {@code tag} or {@code all}
     * @param wasThere whether an entry is known to have been there; of a tag it is not known
     * @param pending whether Redis has not acknowledged every change of this cache: it is done as soon as it answers
     */
    public record Change(String cache, String what, boolean wasThere, boolean pending) {}

    /** Something an operator should know. */
    public record FindingBody(String severity, String code, String subject, String message, String action) {}

    /** What the process has of a cache in its memory: entries now, and how many had to leave for lack of room. */
    public record Local(long entries, long evictions) {}

    /**
     * One cache.
     *
     * @param freshness how values were kept fresh
     * @param leases loads that met one of another instance
     * @param rates what happens per second
     * @param sizing what its reads say about its size; null: too little was seen
     * @param sample what it has in the servers; null: nobody has looked
     * @param keys the keys that stand out; null where several caches are shown
     */
    public record CacheBody(
            long hits,
            long localHits,
            long misses,
            double hitRate,
            String verdict,
            long loads,
            long loadFailures,
            long rejectedLoads,
            long puts,
            long evictions,
            long clears,
            long errors,
            long fallbacks,
            long joined,
            long refusedStores,
            long refusedValues,
            Map<String, Long> missesByReason,
            Map<String, Map<String, Long>> errorsByOperation,
            Map<String, Long> fallbacksByReason,
            List<Refusal> refusals,
            Local local,
            Map<String, Percentiles> latency,
            Freshness freshness,
            Leases leases,
            Rates rates,
            @Nullable Sizing sizing,
            @Nullable ServerSample sample,
            @Nullable TopKeys keys,
            Map<String, Object> settings) {}
}
