package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.invalidation.CacheMarkers;
import io.github.cachestarter.invalidation.Repairs;
import io.github.cachestarter.remote.Markers;
import io.github.cachestarter.remote.RemoteMarkers;
import java.time.Duration;

/**
 * Remote markers of which none is forgotten. One whose writing fails leaves a clear of the cache pending: of a tag that is
 * more than was asked for and never less. Thread-safe.
 */
public final class RepairingMarkers implements RemoteMarkers {

    private final RemoteMarkers markers;
    private final CacheMarkers known;
    private final SentChanges changes;
    private final Repairs repairs;

    /**
     * Guards markers.
     *
     * @param known the markers of this cache that are known here
     * @param repairs the cache's part of the queue
     */
    public RepairingMarkers(RemoteMarkers markers, CacheMarkers known, SentChanges changes, Repairs repairs) {
        this.markers = markers;
        this.known = known;
        this.changes = changes;
        this.repairs = repairs;
    }

    @Override
    public Pending<Markers> read(long newest, long read) {
        return markers.read(newest, read);
    }

    /** The old entries stay there: whoever finds nothing pending any more has to know what makes them invalid. */
    @Override
    public Pending<Markers> clear(long newest, long read) {
        long sent = repairs.sending();
        long server = changes.sending();
        return written(markers.clear(newest, read)).map(answer -> {
            known.marked((String) null, answer.clear());
            repairs.cleared(sent);
            changes.cleared(server);
            return answer;
        });
    }

    /**
     * One that fails is not entered into the queue: what is owed softly is written by the next read, and until then every
     * entry may be used as before. In a server that takes over without it, whoever knows it finds that markers were lost.
     */
    @Override
    public Pending<Markers> clearSoftly(Duration spread, long newest, long read) {
        return markers.clearSoftly(spread, newest, read);
    }

    /** For the queue alone, which keeps it until it is through: nothing else that is pending ends with it. */
    @Override
    public Pending<Markers> clearOnce(String cause, long newest, long read) {
        long server = changes.sending();
        return markers.clearOnce(cause, newest, read).map(answer -> {
            changes.cleared(server);
            return answer;
        });
    }

    @Override
    public Pending<Markers> evictTag(String tag, long newest, long read) {
        long server = changes.sending();
        return written(markers.evictTag(tag, newest, read)).map(answer -> {
            changes.cleared(server);
            return answer;
        });
    }

    private Pending<Markers> written(Pending<Markers> sent) {
        return new HandledPending<>(sent, answer -> answer, failure -> {
            if (failure instanceof RemoteException) {
                repairs.clear();
            }
            throw failure;
        });
    }
}
