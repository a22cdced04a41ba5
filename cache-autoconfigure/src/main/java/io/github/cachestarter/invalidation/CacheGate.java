package io.github.cachestarter.invalidation;

import java.time.Duration;

/**
 * The gate of one cache. Times are kept relative to one that was in the past when the gate was made, so that "shut" can be
 * a number and one comparison answers. Written by one thread, but for {@link #missed}, and read by all.
 */
final class CacheGate implements Gate {

    private static final long SHUT = Long.MIN_VALUE;

    private final String cache;
    private final long base;
    private final long maxStaleness;

    private volatile long openUntil = SHUT;

    private volatile boolean subscribed;
    private volatile boolean denied;
    private volatile boolean missed;
    private long flushedAt;

    CacheGate(String cache, long now, Duration maxStaleness) {
        this.cache = cache;
        this.base = now;
        this.maxStaleness = maxStaleness.toNanos();
    }

    @Override
    public boolean isOpen(long nanos) {
        return nanos - base <= openUntil;
    }

    String cache() {
        return cache;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    /** The channel is heard, and what lay in the process was thrown away before this time. */
    void subscribed(long flushed) {
        flushedAt = flushed;
        subscribed = true;
        denied = false;
    }

    /** The channel is not heard, or not by those who would have to hear of us. */
    void denied() {
        unsubscribed();
        denied = true;
    }

    boolean isDenied() {
        return denied;
    }

    /** Nothing is heard any more. */
    void unsubscribed() {
        openUntil = SHUT;
        subscribed = false;
    }

    /** Until a PING is answered that is sent after the flush to come. */
    void shut() {
        openUntil = SHUT;
    }

    /** A message came and was lost here: until somebody takes care of that. Any thread. */
    void missed() {
        missed = true;
        openUntil = SHUT;
    }

    /** Whether a message was lost; whoever is told throws away what lies in the process, and only then hears a proof. */
    boolean takeMissed() {
        boolean taken = missed;
        if (taken) {
            missed = false;
        }
        return taken;
    }

    /** What lay in the process was thrown away before this time. */
    void flushed(long flushed) {
        flushedAt = flushed;
    }

    /** A PING that was sent at this time was answered. */
    void proved(long sent) {
        if (subscribed && !missed && sent - flushedAt >= 0) {
            openUntil = sent - base + maxStaleness;
        }
    }
}
