package io.github.cachestarter.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** What is to be left alone for a while. Bounded: of too many all are forgotten, which costs a try. Thread-safe. */
final class Pauses<K> {

    private static final int MOST = 10_000;

    private final ConcurrentMap<K, Pause> pauses = new ConcurrentHashMap<>();
    private final LongSupplier ticker;

    Pauses(LongSupplier ticker) {
        this.ticker = ticker;
    }

    void pause(K key, long nanos) {
        if (nanos > 0) {
            put(key, nanos, true);
        }
    }

    /** What is a pause only from its {@link #begin} on, for whoever has to look first whether there is a reason to end it. */
    Pause prepare(K key, long nanos) {
        return put(key, nanos, false);
    }

    /** Begins what was prepared, unless it was ended meanwhile. */
    void begin(K key, Pause prepared) {
        pauses.replace(key, prepared, new Pause(prepared.end, true));
    }

    private Pause put(K key, long nanos, boolean begun) {
        long now = ticker.getAsLong();
        if (pauses.size() >= MOST) {
            pauses.values().removeIf(pause -> pause.end - now <= 0);
            if (pauses.size() >= MOST) {
                pauses.clear();
            }
        }
        Pause pause = new Pause(now + nanos, begun);
        pauses.put(key, pause);
        return pause;
    }

    /** It need not be left alone any more. */
    void end(K key) {
        pauses.remove(key);
    }

    void endAll() {
        pauses.clear();
    }

    boolean paused(K key) {
        Pause pause = pauses.get(key);
        if (pause == null) {
            return false;
        }
        if (pause.end - ticker.getAsLong() > 0) {
            return pause.begun;
        }
        pauses.remove(key, pause);
        return false;
    }

    record Pause(long end, boolean begun) {}
}
