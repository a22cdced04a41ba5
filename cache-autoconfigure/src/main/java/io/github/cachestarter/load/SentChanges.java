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
    private final byte[] markersKey;
    private final RemoteStore store;
    private final InvalidationLog log;
    private volatile @Nullable Marking markers;

    /** @param markersKey the Redis key in which clears are written */
    public SentChanges(String cache, byte[] markersKey, RemoteStore store, InvalidationLog log) {
        this.cache = cache;
        this.markersKey = markersKey;
        this.store = store;
        this.log = log;
    }

    /** Sets what writes the markers of clears, which in turn is made over these changes. */
    public void clearBy(Marking own) {
        markers = own;
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        long sent = sending();
        return store.evict(key).map(there -> changed(key, there, sent));
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

    @Override
    public byte[] clearKey() {
        return markersKey;
    }

    RemoteStore store() {
        return store;
    }

    /** To be taken before a change is sent that is acknowledged with it. */
    long sending() {
        return log.serverChanges();
    }

    /** Remembers what was acknowledged; the answer is the one given. */
    boolean changed(EntryKey key, boolean answer, long sent) {
        log.acknowledged(cache, key, sent);
        return answer;
    }

    void cleared(long sent) {
        log.acknowledged(cache, sent);
    }
}
