package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import java.util.List;

/** Several listeners as one. A single one is handed out as it is, since it is on the hot path. */
final class CacheListeners implements CacheListener {

    private final List<CacheListener> listeners;

    private CacheListeners(List<CacheListener> listeners) {
        this.listeners = listeners;
    }

    /** The listener of a cache: what the factories make, in order. */
    static CacheListener of(String cache, List<CacheListenerFactory> factories) {
        List<CacheListener> listeners =
                factories.stream().map(factory -> factory.forCache(cache)).toList();
        return switch (listeners.size()) {
            case 0 -> CacheListener.NO_OP;
            case 1 -> listeners.get(0);
            default -> new CacheListeners(listeners);
        };
    }

    @Override
    public void sized(EntryKey key, int bytes) {
        listeners.forEach(listener -> listener.sized(key, bytes));
    }

    @Override
    public void localHit(Object key) {
        listeners.forEach(listener -> listener.localHit(key));
    }

    @Override
    public boolean timesLocalHits() {
        boolean timed = false;
        for (CacheListener listener : listeners) {
            timed |= listener.timesLocalHits();
        }
        return timed;
    }

    @Override
    public void localHitTook(long nanos) {
        listeners.forEach(listener -> listener.localHitTook(nanos));
    }

    @Override
    public void localMiss(EntryKey key) {
        listeners.forEach(listener -> listener.localMiss(key));
    }

    @Override
    public void hit(long nanos) {
        listeners.forEach(listener -> listener.hit(nanos));
    }

    @Override
    public void miss(EntryKey key, MissReason reason, long nanos) {
        listeners.forEach(listener -> listener.miss(key, reason, nanos));
    }

    @Override
    public void met(EntryKey key, long millis) {
        listeners.forEach(listener -> listener.met(key, millis));
    }

    @Override
    public void departed(EntryKey key) {
        listeners.forEach(listener -> listener.departed(key));
    }

    @Override
    public void load(long nanos) {
        listeners.forEach(listener -> listener.load(nanos));
    }

    @Override
    public void loadFailure(long nanos) {
        listeners.forEach(listener -> listener.loadFailure(nanos));
    }

    @Override
    public void loadRejected() {
        listeners.forEach(CacheListener::loadRejected);
    }

    @Override
    public void loadTimedOut() {
        listeners.forEach(CacheListener::loadTimedOut);
    }

    @Override
    public void staleServed() {
        listeners.forEach(CacheListener::staleServed);
    }

    @Override
    public void refreshStarted() {
        listeners.forEach(CacheListener::refreshStarted);
    }

    @Override
    public void refreshDropped() {
        listeners.forEach(CacheListener::refreshDropped);
    }

    @Override
    public void refreshRefused() {
        listeners.forEach(CacheListener::refreshRefused);
    }

    @Override
    public void refreshFailed() {
        listeners.forEach(CacheListener::refreshFailed);
    }

    @Override
    public void joined() {
        listeners.forEach(CacheListener::joined);
    }

    @Override
    public void leaseAwaited() {
        listeners.forEach(CacheListener::leaseAwaited);
    }

    @Override
    public void leaseTakenOver() {
        listeners.forEach(CacheListener::leaseTakenOver);
    }

    @Override
    public void put(long nanos) {
        listeners.forEach(listener -> listener.put(nanos));
    }

    @Override
    public void storeRefused() {
        listeners.forEach(CacheListener::storeRefused);
    }

    @Override
    public void evict(long nanos) {
        listeners.forEach(listener -> listener.evict(nanos));
    }

    @Override
    public void clear(long nanos) {
        listeners.forEach(listener -> listener.clear(nanos));
    }

    @Override
    public void clearSoftly(long nanos) {
        listeners.forEach(listener -> listener.clearSoftly(nanos));
    }

    @Override
    public void error(Operation operation, RemoteException failure) {
        listeners.forEach(listener -> listener.error(operation, failure));
    }

    @Override
    public void fallback(RemoteException.Reason reason) {
        listeners.forEach(listener -> listener.fallback(reason));
    }

    @Override
    public void valueRefused(RefusedValueException refusal) {
        listeners.forEach(listener -> listener.valueRefused(refusal));
    }
}
