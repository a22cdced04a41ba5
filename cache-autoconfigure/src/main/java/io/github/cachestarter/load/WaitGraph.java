package io.github.cachestarter.load;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which thread waits for whose load, in all caches of this JVM, and so finds threads that would wait for each other
 * or for themselves: a cached method that asks for its own key, or two that ask for each other's. Stock Spring has no
 * lock and so no deadlock there; a cache that brings one would be a regression.
 *
 * <p>A call that is made from inside a loader knows the flight it is nested in, and those outside that one. For circles of
 * several threads, a thread enters its wait <em>before</em> it follows the chain from the flight's leader to what that one
 * waits for, and so on. Of several threads that close a circle at the same time at least the last to enter sees it. Circles
 * of asynchronous callers are not seen; their waits are bounded by {@code wait-max}. Thread-safe; share one per JVM.
 */
public final class WaitGraph {

    /** A longer chain of threads is not followed; its waits are bounded all the same. */
    private static final int LONGEST = 1000;

    private static final ThreadLocal<@Nullable Flight> LOADING = new ThreadLocal<>();

    private final ConcurrentMap<Thread, Follower> waiting = new ConcurrentHashMap<>();

    /** Enters a wait of the current thread. False: it would wait for itself; the wait is not entered. */
    boolean enter(Follower follower) {
        Thread me = Thread.currentThread();
        waiting.put(me, follower);
        if (leadsTo(follower, me)) {
            waiting.remove(me);
            return false;
        }
        return true;
    }

    /** The flight whose loader the current thread is running, the innermost if there are several; null: none. */
    @Nullable
    Flight loading() {
        return current();
    }

    void loading(@Nullable Flight flight) {
        current(flight);
    }

    static @Nullable Flight current() {
        return LOADING.get();
    }

    static void current(@Nullable Flight flight) {
        if (flight == null) {
            LOADING.remove();
        } else {
            LOADING.set(flight);
        }
    }

    /** Ends the wait of the current thread. */
    void leave() {
        waiting.remove(Thread.currentThread());
    }

    private boolean leadsTo(Follower start, Thread me) {
        Follower follower = start;
        for (int hops = 0; follower != null && hops < LONGEST; hops++) {
            Thread leader = leader(follower.flight());
            if (leader == me) {
                return true;
            }
            follower = leader == null ? null : waiting.get(leader);
        }
        return false;
    }

    private static @Nullable Thread leader(@Nullable Flight flight) {
        return flight == null ? null : flight.leader();
    }
}
