package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.InvalidationListener;
import io.github.cachestarter.local.LocalTier;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statistics of all caches, also of those created long after the start. Thread-safe. */
public final class CacheInsight implements CacheListenerFactory, InvalidationListener {

    private final Map<String, CacheStatistics> caches = new ConcurrentHashMap<>();
    /** More of the keys that are read most are not known of one cache. */
    public static final int MOST_HOT_KEYS = HotKeys.COUNTERS;

    /** How often {@link #note} is to be called. */
    public static final Duration PERIOD = RateWindows.PERIOD;

    private final Function<String, LocalTier> locals;
    private final Watch watch;
    private volatile @Nullable WarmUpResult warmUp;

    /** Creates the statistics of caches that keep nothing in this process. */
    public CacheInsight() {
        this(cache -> LocalTier.NONE);
    }

    /**
     * Creates the statistics.
     *
     * @param locals what a cache keeps in this process, by its name; asked at each look
     */
    public CacheInsight(Function<String, LocalTier> locals) {
        this(locals, Watch.COUNTS);
    }

    /**
     * Creates the statistics.
     *
     * @param locals what a cache keeps in this process, by its name; asked at each look
     * @param watch what is looked at beside what is counted
     */
    public CacheInsight(Function<String, LocalTier> locals, Watch watch) {
        this.locals = locals;
        this.watch = watch;
    }

    /** Writes down what was counted until now, so that rates can be told. */
    public void note() {
        caches.values().forEach(CacheStatistics::note);
    }

    /** The statistics of a cache, created at the first call. */
    @Override
    public CacheStatistics forCache(String name) {
        return caches.computeIfAbsent(
                name, key -> new CacheStatistics(key, () -> locals.apply(key), watch, CacheInsight::random));
    }

    @Override
    public void invalidated(String cache, String redisKey) {
        CacheStatistics statistics = caches.get(cache);
        if (statistics != null) {
            statistics.departed(redisKey);
        }
    }

    @Override
    public void marked(String cache, @Nullable String tag, long stamp) {
        CacheStatistics statistics = caches.get(cache);
        if (statistics != null && tag == null) {
            statistics.cleared(stamp);
        }
    }

    private static int random() {
        return ThreadLocalRandom.current().nextInt();
    }

    /** The statistics of a cache; empty if there is no such cache. */
    public Optional<CacheStatistics> find(String name) {
        return Optional.ofNullable(caches.get(name));
    }

    /** The keys of a cache that are read most, the most read first; none if there is no such cache, or reads are not sampled. */
    public List<ReadKey> hottest(String name, int most) {
        return find(name).map(cache -> cache.hottest(most)).orElse(List.of());
    }

    /** Says what the warm-up at the start has come to, again and again until it is over. */
    public void warmed(WarmUpResult result) {
        warmUp = result;
    }

    /** What the warm-up at the start has come to; null: there was none. */
    public @Nullable WarmUpResult warmUp() {
        return warmUp;
    }

    /** The memory that the working sets of all caches need in the servers. */
    public MemoryNeed memoryNeed(BackendSnapshot backend, @Nullable SampleOfServers sample) {
        return MemoryNeed.of(caches.values(), backend, sample);
    }

    /** The statistics of the caches that exist now, by name; a snapshot. */
    public Collection<CacheStatistics> all() {
        return caches.values().stream()
                .sorted(Comparator.comparing(CacheStatistics::name))
                .toList();
    }
}
