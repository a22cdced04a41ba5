package io.github.cachestarter.metrics;

/**
 * The names of all own meters and of their tags, the only place that has them. {@code docs/metrics.md} lists them with
 * their meaning; a test compares that list with a live registry. The values of tags are few and known beforehand: names
 * of caches and servers, and words of fixed lists. Never a key, never a value.
 */
final class MeterNames {

    static final String GET = "cache.starter.get";
    static final String LOAD = "cache.starter.load";
    static final String PUT = "cache.starter.put";
    static final String EVICT = "cache.starter.evict";

    static final String LOCAL_HITS = "cache.starter.local.hits";
    static final String LOCAL_EVICTIONS = "cache.starter.local.evictions";
    static final String MISSES = "cache.starter.misses";
    static final String JOINED = "cache.starter.joined";
    static final String CLEARS = "cache.starter.clears";
    static final String REFUSED_STORES = "cache.starter.refused.stores";
    static final String REFUSED_VALUES = "cache.starter.refused.values";
    static final String ERRORS = "cache.starter.errors";
    static final String FALLBACKS = "cache.starter.fallbacks";

    static final String REJECTED_LOADS = "cache.starter.rejected.loads";
    static final String TIMED_OUT_LOADS = "cache.starter.timed.out.loads";
    static final String LEASE_WAITS = "cache.starter.lease.waits";
    static final String LEASE_TAKEOVERS = "cache.starter.lease.takeovers";
    static final String STALE = "cache.starter.stale";
    static final String REFRESHES = "cache.starter.refreshes";

    static final String REPAIRS_PENDING = "cache.starter.repairs.pending";
    static final String REPAIRS_AGE = "cache.starter.repairs.age";
    static final String REPAIRS_DONE = "cache.starter.repairs.done";
    static final String REPAIRS_COLLAPSED = "cache.starter.repairs.collapsed";
    static final String AVAILABLE = "cache.starter.available";
    static final String BREAKER = "cache.starter.breaker";
    static final String BUS_OPEN = "cache.starter.bus.open";
    static final String BUS_LAG = "cache.starter.bus.lag";
    static final String BUS_MESSAGES = "cache.starter.bus.messages";
    static final String BUS_IGNORED = "cache.starter.bus.ignored";
    static final String BUS_RECONNECTS = "cache.starter.bus.reconnects";
    static final String MEMORY_USED = "cache.starter.server.memory.used";
    static final String MEMORY_MAX = "cache.starter.server.memory.max";
    static final String SERVER_KEYS = "cache.starter.server.keys";
    static final String SERVER_CLIENTS = "cache.starter.server.clients";
    static final String EVICTED_KEYS = "cache.starter.server.evicted.keys";
    static final String EXPIRED_KEYS = "cache.starter.server.expired.keys";

    /** Not a meter of ours: the name of observations, of which the application's handlers make spans and timers. */
    static final String OBSERVED = "cache.starter.observed";

    static final String TAG_CACHE = "cache";
    static final String TAG_RESULT = "result";
    static final String TAG_REASON = "reason";
    static final String TAG_OPERATION = "operation";
    static final String TAG_STATE = "state";
    static final String TAG_SERVER = "server";

    private MeterNames() {}
}
