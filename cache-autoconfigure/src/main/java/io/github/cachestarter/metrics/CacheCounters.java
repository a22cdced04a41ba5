package io.github.cachestarter.metrics;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.insight.CacheStatistics;
import io.github.cachestarter.insight.Label;
import io.github.cachestarter.insight.RefreshResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * The counters of one cache. They read what the statistics count anyway, so the hot paths pay nothing for them. All of
 * them are there from the start, with zeros: the first error of a kind is a step that a rate can see.
 */
final class CacheCounters implements MeterBinder {

    private final CacheStatistics statistics;

    CacheCounters(CacheStatistics statistics) {
        this.statistics = statistics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Tags cache = Tags.of(MeterNames.TAG_CACHE, statistics.name());
        register(registry, MeterNames.LOCAL_HITS, cache, CacheStatistics::localHits);
        register(registry, MeterNames.LOCAL_EVICTIONS, cache, CacheStatistics::localEvictions);
        register(registry, MeterNames.JOINED, cache, CacheStatistics::joinedCallers);
        register(registry, MeterNames.LEASE_WAITS, cache, CacheStatistics::leaseWaits);
        register(registry, MeterNames.LEASE_TAKEOVERS, cache, CacheStatistics::leaseTakeovers);
        register(registry, MeterNames.REJECTED_LOADS, cache, CacheStatistics::rejectedLoads);
        register(registry, MeterNames.TIMED_OUT_LOADS, cache, CacheStatistics::timedOutLoads);
        register(registry, MeterNames.STALE, cache, CacheStatistics::staleValues);
        for (RefreshResult result : RefreshResult.values()) {
            Tags tags = cache.and(MeterNames.TAG_RESULT, Label.of(result));
            register(registry, MeterNames.REFRESHES, tags, stats -> stats.refreshes(result));
        }
        register(registry, MeterNames.CLEARS, cache, CacheStatistics::clears);
        register(registry, MeterNames.REFUSED_STORES, cache, CacheStatistics::refusedStores);
        register(registry, MeterNames.REFUSED_VALUES, cache, CacheStatistics::refusedValues);
        for (MissReason reason : MissReason.values()) {
            register(registry, MeterNames.MISSES, reason(cache, reason), stats -> stats.misses(reason));
        }
        for (Reason reason : Reason.values()) {
            register(registry, MeterNames.FALLBACKS, reason(cache, reason), stats -> stats.fallbacks(reason));
            for (Operation operation : Operation.values()) {
                Tags tags = reason(cache, reason).and(MeterNames.TAG_OPERATION, Label.of(operation));
                register(registry, MeterNames.ERRORS, tags, stats -> stats.errors(operation, reason));
            }
        }
    }

    private static Tags reason(Tags tags, Enum<?> reason) {
        return tags.and(MeterNames.TAG_REASON, Label.of(reason));
    }

    private void register(MeterRegistry registry, String name, Tags tags, ToDoubleFunction<CacheStatistics> count) {
        FunctionCounter.builder(name, statistics, count)
                .tags(tags)
                .description(description(name))
                .register(registry);
    }

    private static String description(String name) {
        return switch (name) {
            case MeterNames.LOCAL_HITS -> "Reads answered from the memory of the process.";
            case MeterNames.LOCAL_EVICTIONS -> "Entries that had to leave the memory of the process for lack of room.";
            case MeterNames.JOINED -> "Callers that took the result of a load somebody else in this JVM ran.";
            case MeterNames.LEASE_WAITS -> "Loads that waited for the one that another instance ran.";
            case MeterNames.LEASE_TAKEOVERS ->
                "Loads that waited for another instance's and ran in the end, since that one gave nothing.";
            case MeterNames.REJECTED_LOADS -> "Calls rejected because too many loads of the cache were running.";
            case MeterNames.TIMED_OUT_LOADS -> "Calls that did not wait for their load to its end.";
            case MeterNames.STALE -> "Calls that got a value whose time was over.";
            case MeterNames.REFRESHES -> "Loads of entries that were not over yet.";
            case MeterNames.CLEARS -> "How often the whole cache was cleared.";
            case MeterNames.REFUSED_STORES -> "Loaded values not stored because an evict or update came in between.";
            case MeterNames.REFUSED_VALUES -> "Values not stored because they cannot be kept exactly or are too large.";
            case MeterNames.MISSES -> "Reads that found nothing.";
            case MeterNames.FALLBACKS -> "Reads answered by the method alone because the server was away.";
            case MeterNames.ERRORS -> "Failures of the server that a call survived.";
            default -> throw new IllegalArgumentException(name);
        };
    }
}
