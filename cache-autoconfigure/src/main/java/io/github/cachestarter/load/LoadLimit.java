package io.github.cachestarter.load;

import io.github.cachestarter.CacheLoadRejectedException;
import io.github.cachestarter.LoadLimitSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Limits how many loads of one cache run at a time in this instance, so that a cache that is away or cold does not hand
 * all its callers to the database at once. Whoever finds no room waits for its turn, first come, first served, but not
 * longer than the settings say.
 *
 * <p>A place is taken before the lease is asked for, so that nobody holds up another instance while it waits here. A load
 * that is made from inside another one takes no place: what it waits for might wait for it.
 *
 * <p>Waiting is a {@link Step}, so it blocks no event loop, and a virtual thread gives its carrier back. Thread-safe.
 */
final class LoadLimit {

    private final String cache;
    private final LoadLimitSettings settings;
    private final Deque<Place> waiting = new ArrayDeque<>();
    private int taken;

    LoadLimit(String cache, LoadLimitSettings settings) {
        this.cache = cache;
        this.settings = settings;
    }

    /**
     * Goes on as soon as there is room, or otherwise when there was none in time.
     *
     * @param place a new one, to be {@linkplain Place#leave left} when the load has ended, whatever became of it
     */
    Step enter(Place place, Supplier<Step> then, Function<CacheLoadRejectedException, Step> rejected) {
        if (settings.maxConcurrent() == 0 || take(place)) {
            return then.get();
        }
        return new Step.Wait(
                place.signal,
                settings.maxWait().toNanos(),
                end -> place.giveUp() ? rejected.apply(full()) : then.get());
    }

    /** Takes a place if there is one now. */
    boolean enterNow(Place place) {
        return settings.maxConcurrent() == 0 || takeIfFree(place);
    }

    private CacheLoadRejectedException full() {
        return new CacheLoadRejectedException(cache, settings.maxConcurrent(), settings.maxWait());
    }

    private synchronized boolean take(Place place) {
        if (takeIfFree(place)) {
            return true;
        }
        waiting.add(place);
        place.state = Place.State.WAITING;
        return false;
    }

    private synchronized boolean takeIfFree(Place place) {
        boolean free = taken < settings.maxConcurrent() && waiting.isEmpty();
        if (free) {
            taken++;
            place.state = Place.State.TAKEN;
        }
        return free;
    }

    private synchronized boolean giveUp(Place place) {
        boolean gaveUp = place.state == Place.State.WAITING;
        if (gaveUp) {
            waiting.remove(place);
            place.state = Place.State.LEFT;
        }
        return gaveUp;
    }

    private void leave(Place place) {
        Place next;
        synchronized (this) {
            boolean free = place.state == Place.State.TAKEN;
            if (place.state == Place.State.WAITING) {
                waiting.remove(place);
            }
            place.state = Place.State.LEFT;
            next = free ? waiting.poll() : null;
            if (next != null) {
                next.state = Place.State.TAKEN; // the place goes from hand to hand
            } else if (free) {
                taken--;
            }
        }
        if (next != null) {
            next.signal.raise();
        }
    }

    /** A place for one call. */
    Place place() {
        return new Place(this);
    }

    /** The place of one call: none yet, waited for, taken, or left for good. */
    static final class Place {

        private final LoadLimit limit;
        private final Signal signal = new Signal();
        private State state = State.NONE; // guarded by the limit

        private Place(LoadLimit limit) {
            this.limit = limit;
        }

        /** Makes room for the next; does nothing if this has no place. */
        void leave() {
            limit.leave(this);
        }

        private boolean giveUp() {
            return limit.giveUp(this);
        }

        private enum State {
            NONE,
            WAITING,
            TAKEN,
            LEFT
        }
    }
}
