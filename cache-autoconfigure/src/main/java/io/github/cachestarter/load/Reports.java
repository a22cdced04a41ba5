package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheListener.MissReason;
import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a cache's coordinator tells what happened: the listener counts, the reporter speaks of failures.
 *
 * @param failOnRefused whether a value that cannot be kept fails the call that would store it
 */
record Reports(
        String cache, CacheListener listener, FailureReporter reporter, LongSupplier ticker, boolean failOnRefused) {

    Reports(String cache, CacheListener listener, FailureReporter reporter, LongSupplier ticker) {
        this(cache, listener, reporter, ticker, false);
    }

    /** Stands for the begin of a read that is not timed; that a clock tells exactly this costs one reading. */
    static final long NOT_TIMED = Long.MIN_VALUE;

    long now() {
        return ticker.getAsLong();
    }

    long since(long startedNanos) {
        return ticker.getAsLong() - startedNanos;
    }

    /** A command of the remote tier failed, and the call goes on without it. */
    RemoteException failed(Operation operation, RuntimeException failure, @Nullable EntryKey key) {
        RemoteException remote = failure instanceof RemoteException already
                ? already
                : new RemoteException(
                        RemoteException.Reason.ERROR,
                        "Cache '" + cache + "': " + operation + " failed unexpectedly: " + failure,
                        failure);
        listener.error(operation, remote);
        reporter.failed(operation, remote, key);
        return remote;
    }

    /** The local tier answered. */
    void nearHit(Object key, long begun) {
        if (begun != NOT_TIMED) {
            listener.localHitTook(since(begun));
        }
        listener.localHit(key);
    }

    /** A lookup gave no value. */
    void missed(EntryKey key, Lookup lookup, long startedNanos) {
        MissReason reason = lookup instanceof Lookup.Invalid nothing ? nothing.reason() : reason(lookup);
        listener.miss(key, reason, since(startedNanos));
    }

    /** A lookup failed. */
    void missed(EntryKey key, long startedNanos) {
        listener.miss(key, MissReason.UNAVAILABLE, since(startedNanos));
    }

    private static MissReason reason(Lookup lookup) {
        if (lookup instanceof Lookup.Stale stale) {
            return stale.evicted() ? MissReason.ABSENT : MissReason.EXPIRED; // or cleared: who remembers the key knows
        }
        return MissReason.LEASED;
    }

    /** A call got a value whose time is over. */
    void staleServed() {
        listener.staleServed();
    }

    /** A store was answered. */
    boolean stored(boolean accepted, long startedNanos) {
        if (accepted) {
            listener.put(since(startedNanos));
        } else {
            listener.storeRefused();
        }
        return accepted;
    }

    /** A loader ended. */
    void loaded(Outcome outcome, long startedNanos) {
        if (outcome.failure() == null) {
            listener.load(since(startedNanos));
        } else {
            listener.loadFailure(since(startedNanos));
        }
    }

    /**
     * A value cannot become bytes, whatever way the codec said so.
     *
     * @return what the call ends with once its token is given back; null: it goes on without storing
     */
    @Nullable
    RefusedValueException refused(Throwable failure) {
        RefusedValueException refusal = failure instanceof RefusedValueException known
                ? known
                : new RefusedValueException(
                        "cache '" + cache + "'",
                        "the value could not be encoded: " + failure,
                        "Look at the codec and at the value's class; the value was returned but not stored");
        listener.valueRefused(refusal);
        return failOnRefused ? refusal.failing(cache) : null;
    }

    /** The answer of a write that stored nothing: false, or the failure if there is one. */
    static boolean notStored(@Nullable RefusedValueException failure) {
        if (failure != null) {
            throw failure;
        }
        return false;
    }
}
