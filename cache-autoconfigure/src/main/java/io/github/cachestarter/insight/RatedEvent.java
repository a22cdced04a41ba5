package io.github.cachestarter.insight;

import java.util.EnumMap;
import java.util.Map;

/** What is shown per second. The labels are names in the insight endpoint's JSON. */
enum RatedEvent {
    LOCAL_HITS("localHits"),
    REMOTE_HITS("remoteHits"),
    MISSES("misses"),
    LOADS("loads"),
    LOAD_FAILURES("loadFailures"),
    REJECTED_LOADS("rejectedLoads"),
    JOINED("joined"),
    PUTS("puts"),
    REFUSED_STORES("refusedStores"),
    EVICTIONS("evictions"),
    CLEARS("clears"),
    LOCAL_EVICTIONS("localEvictions"),
    ERRORS("errors"),
    FALLBACKS("fallbacks"),
    STALE_SERVED("staleServed"),
    TIMED_OUT_LOADS("timedOutLoads"),
    REFRESHES("refreshes"),
    LEASE_WAITS("leaseWaits"),
    LEASE_TAKEOVERS("leaseTakeovers");

    private final String label;

    RatedEvent(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** All counts of a cache now. */
    static Map<RatedEvent, Long> counts(CacheStatistics statistics) {
        Map<RatedEvent, Long> counts = new EnumMap<>(RatedEvent.class);
        for (RatedEvent event : values()) {
            counts.put(event, event.count(statistics));
        }
        return counts;
    }

    private long count(CacheStatistics statistics) {
        return switch (this) {
            case LOCAL_HITS -> statistics.localHits();
            case REMOTE_HITS -> statistics.hits() - statistics.localHits();
            case MISSES -> statistics.misses();
            case LOADS -> statistics.loads();
            case LOAD_FAILURES -> statistics.loadFailures();
            case REJECTED_LOADS -> statistics.rejectedLoads();
            case JOINED -> statistics.joinedCallers();
            case PUTS -> statistics.puts();
            case REFUSED_STORES -> statistics.refusedStores();
            case EVICTIONS -> statistics.evictions();
            case CLEARS -> statistics.clears();
            case LOCAL_EVICTIONS -> statistics.localEvictions();
            case ERRORS -> statistics.errors();
            case FALLBACKS -> statistics.fallbacks();
            case STALE_SERVED -> statistics.staleValues();
            case TIMED_OUT_LOADS -> statistics.timedOutLoads();
            case REFRESHES -> statistics.refreshes(RefreshResult.STARTED);
            case LEASE_WAITS -> statistics.leaseWaits();
            case LEASE_TAKEOVERS -> statistics.leaseTakeovers();
        };
    }
}
