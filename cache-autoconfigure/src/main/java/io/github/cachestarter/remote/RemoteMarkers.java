package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import java.time.Duration;

/**
 * The markers of one cache where all instances find them. Stamps grow with every marker that is written, and are newer than
 * all that the writer knows. Whoever finds that markers were lost (there are none, or none as new as it knows) writes a
 * clear in their place: nobody knows any more which they were. All failures are
 * {@link io.github.cachestarter.RemoteException}s; a marker whose writing failed may have been written. Thread-safe.
 */
public interface RemoteMarkers {

    /**
     * Reads the markers that are newer than what the caller has read.
     *
     * @param known the newest stamp that the caller knows, wherever from; 0 = none
     * @param read the stamp up to which it knows all; 0 = it knows nothing
     */
    Pending<Markers> read(long known, long read);

    /** Clears the cache and announces it. The answer is as of {@link #read}, with the new marker. */
    Pending<Markers> clear(long known, long read);

    /** Evicts a tag and announces it. The answer is as of {@link #read}, with the new marker. */
    Pending<Markers> evictTag(String tag, long known, long read);

    /**
     * Clears the cache softly and announces it. The answer is as of {@link #read}, with the new marker; where markers were lost,
     * that is an ordinary clear.
     *
     * @param spread over how long; at least a millisecond
     */
    Pending<Markers> clearSoftly(Duration spread, long known, long read);

    /**
     * Writes a clear, unless one was written for the same cause: then that one is told.
     *
     * @param cause the same in all instances, and never twice
     */
    default Pending<Markers> clearOnce(String cause, long known, long read) {
        return clear(known, read);
    }
}
