package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.invalidation.Changes;
import io.github.cachestarter.invalidation.InvalidationLog;
import io.github.cachestarter.remote.RemoteStore;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one cache as they are sent, the first time or again; what Redis has acknowledged is remembered for a
 * server that takes over. Thread-safe.
 */
public final class SentChanges implements Changes {

    private final String cache;
    private final RemoteStore store;
    private final InvalidationLog log;
    private volatile @Nullable Marking markers;

    public SentChanges(String cache, RemoteStore store, InvalidationLog log) {
        this.cache = cache;
        this.store = store;
        this.log = log;
    }

    /** Sets what writes the markers of clears, which in turn is made over these changes. */
    public void clearBy(Marking own) {
        markers = own;
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return store.evict(key).map(there -> changed(key, there));
    }

    @Override
    public Pending<?> clear() {
        Marking own = markers;
        return own == null ? Pending.failed(new IllegalStateException("The cache is being made")) : own.clear();
    }

    @Override
    public Pending<?> clearOnce(String cause) {
        Marking own = markers;
        return own == null
                ? Pending.failed(new IllegalStateException("The cache is being made"))
                : own.clearOnce(cause);
    }

    RemoteStore store() {
        return store;
    }

    /** Remembers what was acknowledged; the answer is the one given. */
    boolean changed(EntryKey key, boolean answer) {
        log.invalidated(cache, key.redisKey());
        return answer;
    }

    void cleared() {
        log.cleared(cache);
    }
}
