package io.github.cachestarter;

/**
 * Hears what happens in one cache. Called on the caller's thread, on hot paths: implementations are thread-safe, fast and
 * never throw. All durations are nanoseconds of monotonic time.
 */
public interface CacheListener {

    /** A listener for those who do not care. */
    CacheListener NO_OP = new CacheListener() {};

    /** An entry of so many bytes was read from the remote tier, or is about to be written to it. */
    default void sized(EntryKey key, int bytes) {}

    /**
     * A read was answered by the local tier. It takes no longer than looking at the clock twice, so that only a few are timed;
     * this must cost a few nanoseconds and allocate nothing.
     *
     * @param key the key as the application gave it, where it can be relied on for that; else its {@link EntryKey}
     */
    default void localHit(Object key) {}

    /**
     * Whether the read of the local tier that is about to begin is to be timed. Asked before each of them: the answer must
     * cost next to nothing, and is no for nearly all.
     */
    default boolean timesLocalHits() {
        return false;
    }

    /** A read that was to be timed was answered by the local tier; it is counted by {@link #localHit} besides. */
    default void localHitTook(long nanos) {}

    /** A read was not answered by the local tier, or there is none; how it goes on is told apart. */
    default void localMiss(EntryKey key) {}

    /** A read was answered by the remote tier. */
    default void hit(long nanos) {}

    /** A read found nothing; the time is that of the lookup alone, without the load. */
    default void miss(EntryKey key, MissReason reason, long nanos) {}

    /**
     * An entry of this key is there: it was read behind the local tier, or stored.
     *
     * @param millis how long it is there from now on, if nothing happens to it
     */
    default void met(EntryKey key, long millis) {}

    /** This instance evicted this key, or tried to. */
    default void departed(EntryKey key) {}

    /** The method or loader returned. */
    default void load(long nanos) {}

    /** The method or loader threw. */
    default void loadFailure(long nanos) {}

    /** A call was rejected because too many loads were running. */
    default void loadRejected() {}

    /** A call has waited for a load as long as it may, and took a stale value or failed. The load goes on. */
    default void loadTimedOut() {}

    /** A call got a value whose time was over, because its load failed or took too long. */
    default void staleServed() {}

    /** A load began for an entry that is not over yet; its callers got the present value. */
    default void refreshStarted() {}

    /** An entry was to be refreshed, and there was no room for it. */
    default void refreshDropped() {}

    /** An entry was to be refreshed, and somebody else has done it, is doing it, or has changed the entry. */
    default void refreshRefused() {}

    /** The method or loader threw during a refresh. */
    default void refreshFailed() {}

    /** A caller took the result of somebody else's load in this JVM. */
    default void joined() {}

    /** A load waits for the one that another instance runs; said once, however long it waits. */
    default void leaseAwaited() {}

    /**
     * A load that waited for another instance's runs now: that one failed, gave its lease up or let it run out, or an evict
     * ended it.
     */
    default void leaseTakenOver() {}

    /** A value was stored, acknowledged by the tier. */
    default void put(long nanos) {}

    /** A loaded value was not stored because its lease was gone: an evict or put came in between. */
    default void storeRefused() {}

    /** A key was evicted, acknowledged by the tier. */
    default void evict(long nanos) {}

    /** The whole cache was cleared. */
    default void clear(long nanos) {}

    /** The whole cache was cleared softly: its entries are served on for a while. Unless overridden, {@link #clear} is called. */
    default void clearSoftly(long nanos) {
        clear(nanos);
    }

    /** The remote tier failed in this operation; the call itself was answered without it. */
    default void error(Operation operation, RemoteException failure) {}

    /** A read was answered by the loader alone because the remote tier was away. */
    default void fallback(RemoteException.Reason reason) {}

    /** A value was not stored because it cannot be kept exactly or is too large. */
    default void valueRefused(RefusedValueException refusal) {}

    /** What was being done when the remote tier failed. */
    enum Operation {
        GET,
        PUT,
        EVICT,
        CLEAR,
        /** Writing down which keys are read most, which no call waits for. */
        RECORD
    }

    /** Why a read found nothing. */
    enum MissReason {
        /** Nothing was there, and nobody remembers the key: see the four that follow. */
        ABSENT,
        /** Nothing was there, and this instance has not met an entry of the key, or not for long. */
        COLD,
        /** The time of the entry that this instance has met was over. */
        EXPIRED,
        /** The entry that this instance has met was evicted or replaced since, by whichever instance. */
        EVICTED,
        /** The entry that this instance has met had time left, and nobody said that it was evicted. */
        REMOVED,
        /** Somebody is loading it. */
        LEASED,
        /** The entry was stored under another shape of its type. */
        SHAPE_CHANGED,
        /** The entry's bytes make no sense. */
        UNDECODABLE,
        /** The cache or a tag of the entry was cleared after it had been loaded. */
        MARKED,
        /** The remote tier was away. */
        UNAVAILABLE
    }
}
