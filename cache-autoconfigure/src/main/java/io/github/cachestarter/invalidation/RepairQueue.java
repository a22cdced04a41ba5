package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of all caches that have not reached Redis: {@link Repairs} tells the rules, {@link Repairer} sends them
 * again. It lies in memory, so a crash loses it, and what was lost stays stale until its time-to-live ends.
 *
 * <p>Bounded: when there are more keys than allowed, the evictions of the cache that has the most become one pending clear
 * of that cache. That is more than was asked for and never less. Nothing leaves the queue by its age: what it protects may
 * live as long as it has to wait. Thread-safe.
 */
public final class RepairQueue {

    private final int maxKeys;
    private final LongSupplier ticker;
    private final RepairListener listener;
    private final ConcurrentMap<String, Repairs> caches = new ConcurrentHashMap<>();
    private final AtomicLong repaired = new AtomicLong();
    private final AtomicLong collapsed = new AtomicLong();
    private volatile Runnable wake = () -> {};

    // Written under the lock.
    private volatile long generation;
    private volatile int size;

    /**
     * Creates an empty queue.
     *
     * @param maxKeys how many keys it holds at most; positive
     * @param ticker monotonic time in nanoseconds
     */
    public RepairQueue(int maxKeys, LongSupplier ticker, RepairListener listener) {
        this.maxKeys = maxKeys;
        this.ticker = ticker;
        this.listener = listener;
    }

    /**
     * Gives a cache its part of the queue; the first call of a name counts.
     *
     * @param changes how its changes are sent again
     */
    public Repairs forCache(String name, Changes changes) {
        return caches.computeIfAbsent(name, cache -> new Repairs(cache, changes, this));
    }

    /** The part of a cache; null: there is no such cache in this instance. */
    @Nullable
    Repairs find(String name) {
        return caches.get(name);
    }

    /** The parts of all caches. */
    Collection<Repairs> caches() {
        return caches.values();
    }

    /** Enters a clear of every cache. */
    public void clearAll() {
        caches.values().forEach(Repairs::clear);
    }

    /** Enters a clear of every cache that one instance has to do for all. */
    void clearAllOnce(String cause) {
        caches.values().forEach(repairs -> repairs.clearOnce(cause));
    }

    /** Whether nothing is pending. */
    public boolean isEmpty() {
        return caches.values().stream().allMatch(Repairs::isEmpty);
    }

    /** Sets what is called whenever something was entered; must be brief. */
    void onEntered(Runnable action) {
        wake = action;
    }

    /** What is pending now and what was done so far. */
    public RepairState state() {
        long now = ticker.getAsLong();
        long oldest = now;
        int clears = 0;
        Map<String, Integer> byCache = new TreeMap<>();
        for (Repairs repairs : caches.values()) {
            int keys = repairs.size();
            if (repairs.isClearPending()) {
                clears++;
            } else if (keys == 0) {
                continue;
            }
            byCache.put(repairs.cache(), keys);
            oldest = repairs.oldest(oldest);
        }
        return new RepairState(size, clears, Duration.ofNanos(now - oldest), repaired.get(), collapsed.get(), byCache);
    }

    /** Waits until nothing is pending or the time is over; false: something still is. */
    boolean awaitEmpty(Duration atMost) throws InterruptedException {
        long end = ticker.getAsLong() + atMost.toNanos();
        synchronized (this) {
            long rest = atMost.toMillis();
            while (!isEmpty() && rest > 0) {
                wait(rest);
                rest = TimeUnit.NANOSECONDS.toMillis(end - ticker.getAsLong());
            }
        }
        return isEmpty();
    }

    /** The number of the last change that was entered. */
    long sending() {
        return generation;
    }

    /** Enters a change of a key, or of the whole cache if that is null. */
    void enter(Repairs repairs, @Nullable EntryKey key) {
        Repairs full;
        int lost;
        synchronized (this) {
            generation++;
            size += repairs.put(key, generation, ticker.getAsLong());
            full = size > maxKeys ? largest() : null;
            lost = full == null ? 0 : full.size();
            if (full != null) {
                generation++;
                size += full.put(null, generation, ticker.getAsLong());
            }
        }
        listener.entered(repairs.cache());
        if (full != null) {
            collapsed.addAndGet(lost);
            listener.collapsed(full.cache(), lost);
        }
        wake.run();
    }

    void enterCause(Repairs repairs, String cause) {
        synchronized (this) {
            generation++;
            repairs.putCause(cause, generation, ticker.getAsLong());
        }
        listener.entered(repairs.cache());
        wake.run();
    }

    /** Ends what Redis has acknowledged. */
    void end(Repairs repairs, @Nullable EntryKey key, long sent) {
        end(repairs, () -> repairs.remove(key, sent));
    }

    void endCause(Repairs repairs, String cause, long sent) {
        end(repairs, () -> repairs.removeCause(cause, sent));
    }

    private void end(Repairs repairs, IntSupplier removal) {
        int ended;
        boolean empty;
        synchronized (this) {
            int before = repairs.size();
            ended = removal.getAsInt();
            size -= before - repairs.size();
            empty = ended > 0 && isEmpty();
            if (empty) {
                notifyAll();
            }
        }
        if (ended > 0) {
            repaired.addAndGet(ended);
        }
        if (empty) {
            listener.emptied(repaired.get());
        }
    }

    private Repairs largest() {
        Repairs largest = null;
        for (Repairs repairs : caches.values()) {
            largest = largest == null || repairs.size() > largest.size() ? repairs : largest;
        }
        if (largest == null) {
            throw new IllegalStateException("A full queue without a cache");
        }
        return largest;
    }
}
