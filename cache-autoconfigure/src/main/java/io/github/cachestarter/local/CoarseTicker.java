package io.github.cachestarter.local;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * The time by which Caffeine frees memory. Nobody's answer depends on it, so it need not be exact: it moves when a reader
 * or writer who has looked at the clock anyway passes by, and spares every read a second look.
 */
final class CoarseTicker implements Ticker {

    private static final long STEP = 100_000_000;

    private volatile long nanos;

    CoarseTicker(long nanos) {
        this.nanos = nanos;
    }

    void passed(long now) {
        if (now - nanos > STEP) {
            nanos = now;
        }
    }

    @Override
    public long read() {
        return nanos;
    }
}
