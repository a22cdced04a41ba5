package io.github.cachestarter.insight;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.local.LocalTier;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one cache since the start: counters and percentiles. Thread-safe.
 *
 * <p>The only listener on the hot paths. Counters are striped, so that threads do not meet on one cache line, and are
 * pulled by whoever wants them; only durations are handed on, to at most one {@link LatencyObserver}. A hit in the
 * process' own memory costs one striped increment.
 */
public final class CacheStatistics extends LoadCounters {

    private final String name;
    private final Supplier<LocalTier> local;
    private final ChoosingCounter localHits;
    private final LongAdder remoteHits = new LongAdder();
    private final EnumCounters<MissReason> misses = new EnumCounters<>(MissReason.class);
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder refusedStores = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder clears = new LongAdder();
    private final Map<Operation, EnumCounters<RemoteException.Reason>> errors = new EnumMap<>(Operation.class);
    private final EnumCounters<RemoteException.Reason> fallbacks = new EnumCounters<>(RemoteException.Reason.class);
    private final Refusals refusals = new Refusals();
    private final Map<Timing, Latency> latencies = new EnumMap<>(Timing.class);
    private final Latency hitLatency;
    private final RateWindows windows;
    private final @Nullable AccessSampler sampler;
    private final @Nullable KeyTraces traces;
    private final LocalHitTiming localHitTiming;
    private final Watch watch;
    private volatile LatencyObserver observer = LatencyObserver.NO_OP;

    /** Creates the statistics of the cache of this name, all zero. */
    public CacheStatistics(String name) {
        this(name, () -> LocalTier.NONE);
    }

    /** Creates the same for a cache that keeps this in the process. */
    CacheStatistics(String name, Supplier<LocalTier> local) {
        this(name, local, Watch.COUNTS, () -> ThreadLocalRandom.current().nextInt());
    }

    CacheStatistics(String name, Supplier<LocalTier> local, Watch watch, IntSupplier random) {
        this.name = name;
        this.local = local;
        this.watch = watch;
        this.localHits = new ChoosingCounter(random);
        this.windows = new RateWindows(watch.ticker().getAsLong());
        this.sampler = watch.sampled()
                ? new AccessSampler(
                        this::reads,
                        watch.ticker(),
                        watch.local().apply(name).ttl(),
                        random,
                        watch.keys().test(name))
                : null;
        this.traces = watch.sampled() ? new KeyTraces(watch.ticker()) : null;
        this.localHitTiming = new LocalHitTiming(watch.ticker(), random);
        for (Operation operation : Operation.values()) {
            errors.put(operation, new EnumCounters<>(RemoteException.Reason.class));
        }
        for (Timing timing : EnumSet.complementOf(EnumSet.of(Timing.LOCAL_HIT))) {
            latencies.put(timing, new Latency(random));
        }
        this.hitLatency = latency(Timing.HIT);
    }

    /** The cache's name. */
    public String name() {
        return name;
    }

    /** From now on hands every duration to this observer, instead of the one before. */
    public void observe(LatencyObserver newObserver) {
        this.observer = newObserver;
    }

    @Override
    public void localMiss(EntryKey key) {
        if (sampler != null) {
            sampler.missed(key);
        }
    }

    @Override
    public void sized(EntryKey key, int bytes) {
        if (sampler != null) {
            sampler.sized(key, bytes);
        }
    }

    @Override
    public void localHit(Object key) {
        boolean chosen = localHits.increment();
        if (sampler != null) {
            sampler.hit(key, chosen);
            if (chosen) {
                localHitTiming.chosen();
            }
        }
    }

    @Override
    public boolean timesLocalHits() {
        return localHitTiming.isNext();
    }

    @Override
    public void localHitTook(long nanos) {
        localHitTiming.took(nanos);
    }

    @Override
    public void hit(long nanos) {
        remoteHits.increment();
        if (hitLatency.recordSampled(nanos)) {
            observer.observed(Timing.HIT, nanos);
        }
    }

    @Override
    public void miss(EntryKey key, MissReason reason, long nanos) {
        misses.increment(reason == MissReason.ABSENT && traces != null ? traces.reason(key.redisKey()) : reason);
        time(Timing.MISS, nanos);
    }

    @Override
    public void met(EntryKey key, long millis) {
        if (traces != null) {
            traces.met(key.redisKey(), millis);
        }
    }

    @Override
    public void departed(EntryKey key) {
        departed(key.redisKey());
    }

    /** Somebody evicted or replaced this key. */
    void departed(String redisKey) {
        if (traces != null) {
            traces.departed(redisKey);
        }
    }

    /** Somebody, perhaps this instance, cleared the cache. */
    void cleared(long stamp) {
        if (traces != null) {
            traces.cleared(stamp);
        }
    }

    @Override
    public void load(long nanos) {
        loads.increment();
        time(Timing.LOAD, nanos);
    }

    @Override
    public void loadFailure(long nanos) {
        loadFailures.increment();
        time(Timing.LOAD_FAILURE, nanos);
    }

    @Override
    public void put(long nanos) {
        puts.increment();
        time(Timing.PUT, nanos);
    }

    @Override
    public void storeRefused() {
        refusedStores.increment();
    }

    @Override
    public void evict(long nanos) {
        evictions.increment();
        time(Timing.EVICT, nanos);
    }

    @Override
    public void clear(long nanos) {
        clears.increment();
        if (traces != null) {
            traces.cleared();
        }
    }

    /** Explains no miss: what was there is served on, and later misses have reasons of their own. */
    @Override
    public void clearSoftly(long nanos) {
        clears.increment();
    }

    @Override
    public void error(Operation operation, RemoteException failure) {
        errors(operation).increment(failure.reason());
    }

    @Override
    public void fallback(RemoteException.Reason reason) {
        fallbacks.increment(reason);
    }

    @Override
    public void valueRefused(RefusedValueException refusal) {
        refusals.add(refusal);
    }

    /** How many reads the cache answered, from whichever tier. */
    public long hits() {
        return localHits.sum() + remoteHits.sum();
    }

    /** How many reads this process answered from its own memory. */
    public long localHits() {
        return localHits.sum();
    }

    /** How many entries lie in this process, those included that nobody will read any more; empty: it keeps none. */
    public OptionalLong localEntries() {
        LocalTier tier = local.get();
        return tier == LocalTier.NONE ? OptionalLong.empty() : OptionalLong.of(tier.size());
    }

    /** How many entries had to leave this process because there was no more room for them. */
    public long localEvictions() {
        return local.get().displaced();
    }

    /** How many reads found nothing, for whatever reason. */
    public long misses() {
        return misses.total();
    }

    /** How many reads found nothing for this reason. */
    public long misses(MissReason reason) {
        return misses.sum(reason);
    }

    /** How often the method or loader returned. */
    public long loads() {
        return loads.sum();
    }

    /** How often the method or loader threw. */
    public long loadFailures() {
        return loadFailures.sum();
    }

    /** How many values were stored. */
    public long puts() {
        return puts.sum();
    }

    /** How many loaded values were not stored because an evict or put came in between. */
    public long refusedStores() {
        return refusedStores.sum();
    }

    /** How many values were not stored because they cannot be kept exactly or are too large. */
    public long refusedValues() {
        return refusals.total();
    }

    /** How many keys were evicted, one by one. */
    public long evictions() {
        return evictions.sum();
    }

    /** How often the whole cache was cleared. */
    public long clears() {
        return clears.sum();
    }

    /** How often this operation failed for this reason. */
    public long errors(Operation operation, RemoteException.Reason reason) {
        return errors(operation).sum(reason);
    }

    /** How many reads were answered by the loader alone for this reason. */
    public long fallbacks(RemoteException.Reason reason) {
        return fallbacks.sum(reason);
    }

    /** Failures of the remote tier in whatever operation. */
    public long errors() {
        return errors.values().stream().mapToLong(EnumCounters::total).sum();
    }

    /** How many reads were answered by the loader alone. */
    public long fallbacks() {
        return fallbacks.total();
    }

    /** What happened per second lately. */
    public Rates rates() {
        return windows.rates(RatedEvent.counts(this), watch.ticker().getAsLong());
    }

    /** Writes down what was counted until now, for the rates; to be called every {@link CacheInsight#PERIOD}. */
    void note() {
        windows.note(RatedEvent.counts(this), watch.ticker().getAsLong());
    }

    /** What the reads say about the cache's size; null: nothing, or they are not sampled. */
    public @Nullable Sizing sizing() {
        return sampler == null
                ? null
                : SizingAdvice.of(
                        sampler, watch.local().apply(name), Verdict.hitRate(localHits(), reads() - localHits()));
    }

    /**
     * The keys that stand out; null: reads are not sampled.
     *
     * @param texts what stands for a key in Redis, behind the cache's name
     */
    public @Nullable TopKeys topKeys(Function<Object, String> texts) {
        return sampler == null ? null : sampler.topKeys(texts);
    }

    /** The keys that are read most, the most read first; none if reads are not sampled. */
    List<ReadKey> hottest(int most) {
        return sampler == null ? List.of() : sampler.hottest(most);
    }

    private long reads() {
        return hits() + misses();
    }

    /** All numbers now. Taken one after the other while the cache works: they may differ by what happens meanwhile. */
    public CacheSnapshot snapshot() {
        Map<Timing, Percentiles> percentiles = new EnumMap<>(Timing.class);
        latencies.forEach((timing, latency) -> percentiles.put(timing, latency.percentiles()));
        percentiles.put(Timing.LOCAL_HIT, localHitTiming.percentiles());
        Map<Operation, Map<RemoteException.Reason, Long>> failures = new EnumMap<>(Operation.class);
        errors.forEach((operation, counters) -> failures.put(operation, counters.nonZero()));
        failures.values().removeIf(Map::isEmpty);
        return new CacheSnapshot(
                name,
                hits(),
                new CacheSnapshot.Local(localHits(), localEntries().orElse(0), localEvictions()),
                misses.nonZero(),
                loads(),
                loadFailures(),
                rejectedLoads(),
                joinedCallers(),
                puts(),
                refusedStores(),
                evictions(),
                clears(),
                failures,
                fallbacks.nonZero(),
                refusedValues(),
                refusals.places(),
                percentiles,
                freshness(),
                new Leases(leaseWaits(), leaseTakeovers()));
    }

    private void time(Timing timing, long nanos) {
        latency(timing).record(nanos);
        observer.observed(timing, nanos);
    }

    @SuppressWarnings("NullAway") // every constant has one since the construction
    private Latency latency(Timing timing) {
        return latencies.get(timing);
    }

    @SuppressWarnings("NullAway") // as above
    private EnumCounters<RemoteException.Reason> errors(Operation operation) {
        return errors.get(operation);
    }
}
