package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.RemoteException.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one cache at one moment, since the start. Maps hold what is not zero. Immutable.
 *
 * @param name the cache's name
 * @param hits reads that the cache answered, from whichever tier
 * @param local what this process has of it
 * @param missesByReason reads that found nothing
 * @param loads runs of the method or loader that returned
 * @param loadFailures runs of the method or loader that threw
 * @param rejectedLoads calls rejected because too many loads were running
 * @param joined callers that took the result of somebody else's load
 * @param puts values stored
 * @param refusedStores loaded values not stored because an evict or put came in between
 * @param evictions keys evicted one by one
 * @param clears how often the whole cache was cleared
 * @param errorsByOperation failures of the remote tier
 * @param fallbacksByReason reads answered by the loader alone
 * @param refusedValues values not stored because they cannot be kept exactly or are too large
 * @param refusals where in the classes the reason for that lies, the most frequent first; bounded
 * @param latency percentiles for every timing
 * @param freshness how values were kept fresh
 * @param leases loads that met one of another instance
 */
public record CacheSnapshot(
        String name,
        long hits,
        Local local,
        Map<MissReason, Long> missesByReason,
        long loads,
        long loadFailures,
        long rejectedLoads,
        long joined,
        long puts,
        long refusedStores,
        long evictions,
        long clears,
        Map<Operation, Map<Reason, Long>> errorsByOperation,
        Map<Reason, Long> fallbacksByReason,
        long refusedValues,
        List<Refusal> refusals,
        Map<Timing, Percentiles> latency,
        Freshness freshness,
        Leases leases) {

    /**
     * The local tier.
     *
     * @param hits reads that it answered
     * @param entries how many entries lie there, those included that nobody will read any more
     * @param evictions entries that had to leave because there was no more room
     */
    public record Local(long hits, long entries, long evictions) {}

    /** Reads that found nothing, for whatever reason. */
    public long misses() {
        return sum(missesByReason.values());
    }

    /** Failures of the remote tier in whatever operation. */
    public long errors() {
        return errorsByOperation.values().stream()
                .mapToLong(byReason -> sum(byReason.values()))
                .sum();
    }

    /** Reads answered by the loader alone, for whatever reason. */
    public long fallbacks() {
        return sum(fallbacksByReason.values());
    }

    /** The share of hits, 0.0 to 1.0; 0.0 if there was no request at all. */
    public double hitRate() {
        return Verdict.hitRate(hits, misses());
    }

    /** What the hit rate means. */
    public Verdict verdict() {
        return Verdict.of(hits, misses());
    }

    /** The percentiles of one timing. */
    public Percentiles latency(Timing timing) {
        return latency.getOrDefault(timing, Percentiles.NONE);
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
