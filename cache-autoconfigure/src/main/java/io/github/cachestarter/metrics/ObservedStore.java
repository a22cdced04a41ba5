package io.github.cachestarter.metrics;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.metrics.CacheObservationContext.Operation;
import io.github.cachestarter.metrics.CacheObservationContext.Result;
import io.github.cachestarter.remote.RemoteStore;
import java.time.Duration;

/** A store whose reads and evictions are observed; everything else goes through. */
record ObservedStore(String cache, RemoteStore store, CacheObservations observations) implements RemoteStore {

    @Override
    public Pending<Reply> get(EntryKey key) {
        if (!observations.areHandled()) {
            return store.get(key);
        }
        CacheObservations.Running running = observations.begin(cache, Operation.GET);
        return new ObservedPending<>(
                store.get(key), running, reply -> reply instanceof Reply.Value ? Result.HIT : Result.MISS);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        if (!observations.areHandled()) {
            return store.evict(key);
        }
        CacheObservations.Running running = observations.begin(cache, Operation.EVICT);
        return new ObservedPending<>(store.evict(key), running, present -> Result.SUCCESS);
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        return store.acquire(key, token, lease, invalid);
    }

    @Override
    public Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        return store.refresh(key, token, claim, identity, alive);
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        return store.rearm(key, token, entry);
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return store.store(key, token, entry, ttl);
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return store.release(key, token);
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return store.remove(key, token);
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return store.renew(key, token, lease);
    }

    @Override
    public Pending<Boolean> outdate(EntryKey key) {
        return store.outdate(key);
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return store.claim(key, token, claim);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return store.put(key, token, entry, ttl);
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        return store.putDirect(key, entry, ttl);
    }
}
