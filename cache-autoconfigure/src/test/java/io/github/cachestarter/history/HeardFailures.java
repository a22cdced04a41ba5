package io.github.cachestarter.history;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListenerFactory;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RemoteException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Hears which operations failed, on the thread of their caller, and counts what else happened. */
final class HeardFailures implements CacheListenerFactory, CacheListener {

    private final ThreadLocal<Integer> failures = ThreadLocal.withInitial(() -> 0);
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Forgets what this thread has heard. */
    void forget() {
        failures.set(0);
    }

    /** Whether anything failed in a call of this thread since it forgot. */
    boolean any() {
        return failures.get() > 0;
    }

    /** How often each thing happened since the last call. */
    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sumThenReset()));
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    @Override
    public CacheListener forCache(String name) {
        return this;
    }

    @Override
    public void hit(long nanos) {
        count("hits");
    }

    @Override
    public void localHit(Object key) {
        count("local-hits");
    }

    @Override
    public void miss(EntryKey key, MissReason reason, long nanos) {
        count("misses");
    }

    @Override
    public void joined() {
        count("joined");
    }

    @Override
    public void storeRefused() {
        count("stores-refused");
    }

    @Override
    public void error(Operation operation, RemoteException failure) {
        failures.set(failures.get() + 1);
        count("failed-" + operation + "-" + failure.reason());
    }

    private void count(String name) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }
}
