package io.github.cachestarter.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** What is to be left alone for a while. Bounded: of too many all are forgotten, which costs a try. Thread-safe. */
final class Pauses<K> {

    private static final int MOST = 10_000;

    private final ConcurrentMap<K, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier ticker;

    Pauses(LongSupplier ticker) {
        this.ticker = ticker;
    }

    void pause(K key, long nanos) {
        if (nanos <= 0) {
            return;
        }
        long now = ticker.getAsLong();
        if (until.size() >= MOST) {
            until.values().removeIf(end -> end - now <= 0);
            if (until.size() >= MOST) {
                until.clear();
            }
        }
        until.put(key, now + nanos);
    }

    /** It need not be left alone any more. */
    void end(K key) {
        until.remove(key);
    }

    void endAll() {
        until.clear();
    }

    boolean paused(K key) {
        Long end = until.get(key);
        if (end == null) {
            return false;
        }
        if (end - ticker.getAsLong() > 0) {
            return true;
        }
        until.remove(key, end);
        return false;
    }
}
