package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what it hears, by name. */
final class CountingListener implements CacheListener {

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    int count(String what) {
        return counts.computeIfAbsent(what, any -> new AtomicInteger()).get();
    }

    private void add(String what) {
        counts.computeIfAbsent(what, any -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void hit(long nanos) {
        add("hit");
    }

    @Override
    public void miss(EntryKey key, MissReason reason, long nanos) {
        add("miss");
        add("miss " + reason);
    }

    @Override
    public void load(long nanos) {
        add("load");
    }

    @Override
    public void loadFailure(long nanos) {
        add("loadFailure");
    }

    @Override
    public void loadRejected() {
        add("loadRejected");
    }

    @Override
    public void loadTimedOut() {
        add("loadTimedOut");
    }

    @Override
    public void staleServed() {
        add("staleServed");
    }

    @Override
    public void refreshStarted() {
        add("refreshStarted");
    }

    @Override
    public void refreshDropped() {
        add("refreshDropped");
    }

    @Override
    public void refreshRefused() {
        add("refreshRefused");
    }

    @Override
    public void refreshFailed() {
        add("refreshFailed");
    }

    @Override
    public void joined() {
        add("joined");
    }

    @Override
    public void leaseAwaited() {
        add("leaseAwaited");
    }

    @Override
    public void leaseTakenOver() {
        add("leaseTakenOver");
    }

    @Override
    public void put(long nanos) {
        add("put");
    }

    @Override
    public void storeRefused() {
        add("storeRefused");
    }

    @Override
    public void evict(long nanos) {
        add("evict");
    }

    @Override
    public void clear(long nanos) {
        add("clear");
    }

    @Override
    public void clearSoftly(long nanos) {
        add("clearSoftly");
    }

    @Override
    public void error(Operation operation, RemoteException failure) {
        add("error");
        add("error " + operation);
    }

    @Override
    public void fallback(RemoteException.Reason reason) {
        add("fallback");
        add("fallback " + reason);
    }

    @Override
    public void valueRefused(RefusedValueException refusal) {
        add("valueRefused");
    }
}
