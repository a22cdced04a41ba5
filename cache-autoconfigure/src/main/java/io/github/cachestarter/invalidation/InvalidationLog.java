package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.InvalidationListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was evicted, put or cleared lately, by this instance or by others as far as it heard. Redis acknowledges a change
 * before its replicas have it, so a server that takes over may have the old value back; then all of this is entered into
 * the {@link RepairQueue}, before the new server is used, and is thereby sent again before any of it is read. That several
 * instances do so at the same time is harmless.
 *
 * <p>It goes back a minute from its <em>newest</em> entry, and so at least as far from the last reply of the server that
 * is gone: an outage must not empty it (check RH2 of the protocol model). It is bounded: when there are too many keys, the
 * cache that has the most is remembered as cleared.
 *
 * <p>The server before may be alive and acknowledge something after all of this was told to the next one. So every change
 * of the server has a number, and who sends a change remembers the last one: if it is another one by the time of the
 * acknowledgement, the change is entered into the queue at once. Thread-safe.
 */
public final class InvalidationLog implements InvalidationListener {

    private static final long KEEP = Duration.ofMinutes(1).toNanos();

    private final int maxKeys;
    private final LongSupplier ticker;

    // Guarded by this.
    private final Map<String, Recent> caches = new HashMap<>();
    private int size;
    private @Nullable RepairQueue followed;

    // Written under the lock.
    private volatile long serverChanges;

    /**
     * Creates an empty log.
     *
     * @param maxKeys how many keys it holds at most; positive
     * @param ticker monotonic time in nanoseconds
     */
    public InvalidationLog(int maxKeys, LongSupplier ticker) {
        this.maxKeys = maxKeys;
        this.ticker = ticker;
    }

    @Override
    public synchronized void invalidated(String cache, String redisKey) {
        long now = ticker.getAsLong();
        size += recent(cache).changed(redisKey, now);
        forget(now);
        if (size > maxKeys) {
            largest().cleared(now);
            size = caches.values().stream()
                    .mapToInt(recent -> recent.keys.size())
                    .sum();
        }
    }

    /** Another instance cleared the cache, or evicted a tag of it: that is remembered as a clear too. */
    @Override
    public void marked(String cache, @Nullable String tag, long stamp) {
        cleared(cache);
    }

    /** How often the server changed so far; to be taken before a change is sent. */
    public long serverChanges() {
        return serverChanges;
    }

    /**
     * A change of a key was acknowledged, perhaps by a server that is not used any more.
     *
     * @param sent the {@link #serverChanges} from before it was sent
     */
    public synchronized void acknowledged(String cache, EntryKey key, long sent) {
        invalidated(cache, key.redisKey());
        Repairs repairs = missed(cache, sent);
        if (repairs != null) {
            repairs.evict(key);
        }
    }

    /** The same of a clear. */
    public synchronized void acknowledged(String cache, long sent) {
        cleared(cache);
        Repairs repairs = missed(cache, sent);
        if (repairs != null) {
            repairs.clear();
        }
    }

    private @Nullable Repairs missed(String cache, long sent) {
        return sent == serverChanges || followed == null ? null : followed.find(cache);
    }

    /** Another server is used from now on, or about to be: whatever is acknowledged from here on may not have reached it. */
    synchronized void serverChanged(RepairQueue queue) {
        followed = queue;
        serverChanges++;
    }

    /** The cache was cleared. */
    public synchronized void cleared(String cache) {
        long now = ticker.getAsLong();
        Recent recent = recent(cache);
        size -= recent.keys.size();
        recent.cleared(now);
        forget(now);
    }

    /**
     * Enters everything into the queue. A cache that this instance does not have is left to those that have it.
     *
     * @param owned which Redis keys the new server has
     */
    synchronized void replay(RepairQueue queue, Predicate<byte[]> owned) {
        caches.forEach((cache, recent) -> {
            Repairs repairs = queue.find(cache);
            if (repairs != null) {
                recent.replay(cache, repairs, owned);
            }
        });
    }

    /** How many keys are remembered. */
    synchronized int size() {
        return size;
    }

    private Recent recent(String cache) {
        return caches.computeIfAbsent(cache, name -> new Recent());
    }

    private void forget(long now) {
        for (Recent recent : caches.values()) {
            size -= recent.forget(now - KEEP);
        }
    }

    private Recent largest() {
        Recent largest = new Recent();
        for (Recent recent : caches.values()) {
            largest = recent.keys.size() > largest.keys.size() ? recent : largest;
        }
        return largest;
    }

    /** The changes of one cache, the oldest first. */
    private static final class Recent {

        private final LinkedHashMap<String, Long> keys = new LinkedHashMap<>();
        private boolean clear;
        private long clearedAt;

        int changed(String redisKey, long now) {
            Long before = keys.remove(redisKey);
            keys.put(redisKey, now);
            return before == null ? 1 : 0;
        }

        void cleared(long now) {
            keys.clear();
            clear = true;
            clearedAt = now;
        }

        int forget(long before) {
            int forgotten = 0;
            Iterator<Long> times = keys.values().iterator();
            while (times.hasNext() && times.next() - before < 0) {
                times.remove();
                forgotten++;
            }
            clear &= clearedAt - before >= 0;
            return forgotten;
        }

        void replay(String cache, Repairs repairs, Predicate<byte[]> owned) {
            if (clear) {
                repairs.clear();
            }
            keys.keySet().stream()
                    .map(key -> new EntryKey(cache, key, key))
                    .filter(key -> owned.test(key.bytes()))
                    .forEach(repairs::evict);
        }
    }
}
