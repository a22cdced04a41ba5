package io.github.cachestarter.warmup;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.insight.WarmUpResult.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The warm-up of one cache: its keys, those that were read, and those that are left to a warmer. Reads on one thread; loads
 * may run on several.
 */
final class CacheWarmUp {

    private static final Logger log = LoggerFactory.getLogger(CacheWarmUp.class);

    /**
     * Reads under way at a time. The deadline of each counts from when it was sent, so that all of them have to come through
     * within that of one: large entries over a slow network must not look like a server that is away.
     */
    private static final int PIPELINED = 16;

    private final WarmedCache cache;
    private final List<CacheWarmer> warmers;
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger loaded = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    CacheWarmUp(WarmedCache cache, List<CacheWarmer> warmers) {
        this.cache = cache;
        this.warmers = warmers;
    }

    WarmedCache cache() {
        return cache;
    }

    Keys numbers() {
        return new Keys(wanted.get(), found.get(), loaded.get(), failed.get());
    }

    /**
     * Reads what is there, until a read fails: who has a problem is not to be asked for all the rest.
     *
     * @param inTime asked between the reads
     * @return what is left to be loaded; nothing if there is nobody to load it
     */
    List<Runnable> read(BooleanSupplier inTime) {
        List<Object> keys = new ArrayList<>(keys());
        wanted.set(keys.size());
        List<Object> missing = new ArrayList<>();
        learnMarkers(keys);
        for (int i = 0; i < keys.size() && failed.get() == 0 && inTime.getAsBoolean(); i += PIPELINED) {
            read(keys.subList(i, Math.min(keys.size(), i + PIPELINED)), missing);
        }
        return warmers.isEmpty()
                ? List.of()
                : missing.stream().<Runnable>map(key -> () -> load(key)).toList();
    }

    /** The first read of a cache learns of its clears, by which what is being read at that time is not kept. */
    private void learnMarkers(List<Object> keys) {
        if (!keys.isEmpty()) {
            try {
                warm(keys.get(0)).await();
            } catch (RemoteException ex) {
                log.debug("The first key of the cache '{}' could not be read; it is tried again", cache.name(), ex);
            }
        }
    }

    /** A key of which no text can be made is there for nobody. */
    private Pending<Boolean> warm(Object key) {
        try {
            return cache.cache().warm(key);
        } catch (IllegalArgumentException ex) {
            log.warn("The cache '{}' cannot have a key that a CacheWarmer names: {}", cache.name(), ex.getMessage());
            return Pending.of(false);
        }
    }

    private void read(List<Object> keys, List<Object> missing) {
        List<Pending<Boolean>> reads = keys.stream().map(this::warm).toList();
        for (int i = 0; i < keys.size(); i++) {
            try {
                if (reads.get(i).await()) {
                    found.incrementAndGet();
                } else {
                    missing.add(keys.get(i));
                }
            } catch (RemoteException ex) {
                failed.incrementAndGet();
            }
        }
    }

    /** Those of the warmers first: somebody has asked for them. */
    private Set<Object> keys() {
        Set<Object> keys = new LinkedHashSet<>();
        for (CacheWarmer warmer : warmers) {
            try {
                warmer.keys()
                        .forEach(key -> keys.add(Objects.requireNonNull(key, "a CacheWarmer names null as a key")));
            } catch (RuntimeException ex) {
                log.warn("The CacheWarmer {} of the cache '{}' failed to name its keys", warmer, cache.name(), ex);
            }
        }
        HotKeyRecord record = cache.record();
        if (record != null) {
            try {
                keys.addAll(record.keys(cache.most()).await());
            } catch (RemoteException ex) {
                log.debug("The hot keys of the cache '{}' could not be read", cache.name(), ex);
            }
        }
        return keys;
    }

    private void load(Object key) {
        for (CacheWarmer warmer : warmers) {
            try {
                warmer.load(key);
                loaded.incrementAndGet();
            } catch (Exception ex) {
                if (failed.incrementAndGet() == 1) {
                    log.warn(
                            "A CacheWarmer of the cache '{}' failed to load a key; the warm-up goes on without it, and"
                                    + " further failures are only counted",
                            cache.name(),
                            ex);
                }
            }
        }
    }
}
