package io.github.cachestarter.load;

import org.jspecify.annotations.Nullable;

/**
 * What the thread that calls a loader is doing meanwhile, so that a cached call from inside the loader finds out that it
 * would wait for itself. Entered and left by that thread; of an asynchronous loader, around the call that makes its
 * future: what comes later is nested where Reactor's context tells ({@link Nesting}), and a call of its own otherwise. Used once.
 */
final class LoadScope {

    private final WaitGraph waits;
    private final @Nullable Flight loading;
    private final boolean lead;
    private @Nullable Flight outer;

    private LoadScope(WaitGraph waits, @Nullable Flight loading, boolean lead) {
        this.waits = waits;
        this.loading = loading;
        this.lead = lead;
    }

    /** The scope of a leader's load. */
    static LoadScope leading(WaitGraph waits, Flight flight) {
        return new LoadScope(waits, flight, flight.leader() == null);
    }

    /** The scope of a load without a flight, inside those that the call is nested in. */
    static LoadScope alone(WaitGraph waits, @Nullable Flight within) {
        return new LoadScope(waits, within, false);
    }

    void enter() {
        outer = waits.loading();
        waits.loading(loading);
        if (lead && loading != null) {
            loading.ledBy(Thread.currentThread());
        }
    }

    void leave() {
        waits.loading(outer);
        if (lead && loading != null) {
            loading.ledBy(null);
        }
    }
}
