package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one cache that have not reached Redis, as far as this instance knows. While one is pending, the key (or
 * the cache) must not be read from Redis: an old value may lie there (check RM1 of the protocol model). So a lost
 * change is entered here <em>before</em> the local tier forgets the key and before the caller goes on (RM2), and whoever
 * reads takes the local tier's snapshot first and asks {@link #pending} then.
 *
 * <p><b>Generations.</b> Every change that is entered gets the next number. Whoever sends an evict or a clear asks for
 * the number of that moment first, and its reply ends only what was entered up to it: a change that fails while an older
 * one of the same key is on its way is not ended by the older one's reply (check RH4). Replies of a put end nothing: its
 * claim may be older than the change.
 *
 * <p>Of a key the last change counts, and since all of them are evictions in the end, the first is as good. A clear covers
 * what was entered before it; after it, and until it is through, it covers what is entered as well, by taking that
 * change's number.
 *
 * <p>When a server was started anew, every cache is to be cleared for the whole fleet, once. That is kept apart, by its cause:
 * if another instance has done it, what is pending here besides has not reached Redis with it.
 *
 * <p>Asking is lock-free; changing takes the queue's lock for a few instructions. Thread-safe.
 */
public final class Repairs {

    private final String cache;
    private final Changes changes;
    private final RepairQueue queue;
    private final ConcurrentMap<EntryKey, Change> keys = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Change> causes = new ConcurrentHashMap<>();
    private volatile @Nullable Change clear;

    Repairs(String cache, Changes changes, RepairQueue queue) {
        this.cache = cache;
        this.changes = changes;
        this.queue = queue;
    }

    /** Whether the key must not be read from Redis. */
    public boolean pending(EntryKey key) {
        // In this order: a key that becomes part of a clear leaves the map after the clear is there.
        return keys.containsKey(key) || clear != null || !causes.isEmpty();
    }

    /** Whether anything is pending. */
    public boolean isEmpty() {
        return clear == null && keys.isEmpty() && causes.isEmpty();
    }

    /** An eviction, or a put in place of one, that may not have reached Redis. */
    public void evict(EntryKey key) {
        queue.enter(this, key);
    }

    /** A clear that may not have reached Redis. */
    public void clear() {
        queue.enter(this, null);
    }

    /** Everything is to be cleared for this cause, by whichever instance. */
    void clearOnce(String cause) {
        queue.enterCause(this, cause);
    }

    /** The number to hand to {@link #evicted} or {@link #cleared}; to be taken before the command is sent. */
    public long sending() {
        return queue.sending();
    }

    /** Redis has acknowledged an eviction. */
    public void evicted(EntryKey key, long sent) {
        if (keys.containsKey(key)) {
            queue.end(this, key, sent);
        }
    }

    /** Redis has acknowledged a clear. */
    public void cleared(long sent) {
        if (!isEmpty()) {
            queue.end(this, null, sent);
        }
    }

    /** Redis has acknowledged that everything was cleared for this cause. */
    void clearedOnce(String cause, long sent) {
        queue.endCause(this, cause, sent);
    }

    String cache() {
        return cache;
    }

    Changes changes() {
        return changes;
    }

    int size() {
        return keys.size();
    }

    @Nullable
    Change pendingClear() {
        return clear;
    }

    /** The causes for which everything is to be cleared; a copy. */
    List<String> pendingCauses() {
        return List.copyOf(causes.keySet());
    }

    /** Whether everything is to be cleared, for whatever reason. */
    boolean isClearPending() {
        return clear != null || !causes.isEmpty();
    }

    /** The pending evictions, the oldest first; a copy. */
    List<EntryKey> pendingKeys() {
        return keys.entrySet().stream()
                .sorted((one, other) -> Long.compare(
                        one.getValue().generation(), other.getValue().generation()))
                .map(entry -> entry.getKey())
                .toList();
    }

    /** When the oldest pending change was entered; {@code otherwise} if there is none older than that. */
    long oldest(long otherwise) {
        long oldest = otherwise;
        Change whole = clear;
        if (whole != null) {
            oldest = older(oldest, whole);
        }
        for (Change change : keys.values()) {
            oldest = older(oldest, change);
        }
        for (Change change : causes.values()) {
            oldest = older(oldest, change);
        }
        return oldest;
    }

    /** Compared by their difference, since monotonic times may overflow. */
    private static long older(long time, Change change) {
        return change.since() - time < 0 ? change.since() : time;
    }

    // The following are called under the queue's lock.

    /** Enters a change; the answer is by how many the number of keys grew. */
    int put(@Nullable EntryKey key, long generation, long now) {
        Change whole = clear;
        if (key == null || whole != null) {
            int covered = keys.size();
            clear = new Change(generation, whole == null ? oldest(now) : whole.since());
            keys.clear();
            return -covered;
        }
        Change before = keys.get(key);
        keys.put(key, new Change(generation, before == null ? now : before.since()));
        return before == null ? 1 : 0;
    }

    void putCause(String cause, long generation, long now) {
        Change before = causes.get(cause);
        causes.put(cause, new Change(generation, before == null ? now : before.since()));
    }

    int removeCause(String cause, long sent) {
        Change change = causes.get(cause);
        return change != null && change.generation() <= sent && causes.remove(cause, change) ? 1 : 0;
    }

    /** Ends what was entered up to this number; the answer is how many changes that were. */
    int remove(@Nullable EntryKey key, long sent) {
        if (key != null) {
            Change change = keys.get(key);
            return change != null && change.generation() <= sent && keys.remove(key, change) ? 1 : 0;
        }
        int before = keys.size();
        keys.values().removeIf(change -> change.generation() <= sent);
        int ended = before - keys.size() + causes.size();
        causes.values().removeIf(change -> change.generation() <= sent);
        ended -= causes.size();
        Change whole = clear;
        if (whole != null && whole.generation() <= sent) {
            clear = null;
            ended++;
        }
        return ended;
    }

    /**
     * A change that has not reached Redis.
     *
     * @param generation the number of the last of its kind
     * @param since when the first was entered, monotonic nanoseconds
     */
    record Change(long generation, long since) {}
}
