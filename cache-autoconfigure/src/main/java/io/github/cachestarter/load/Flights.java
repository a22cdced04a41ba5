package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.load.Follower.Verdict;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The flights of one cache that can be joined, at most one per key. Thread-safe. */
final class Flights {

    private final ConcurrentMap<EntryKey, Flight> running = new ConcurrentHashMap<>();

    /** Joins the key's flight, or begins one that the caller leads and must {@link #finish}. Null: joined. */
    @Nullable
    Flight joinOrLead(EntryKey key, Follower follower) {
        Flight mine = null;
        while (true) {
            Flight flight = running.get(key);
            if (flight == null) {
                mine = mine == null ? Flight.ledBy(follower, key) : mine;
                flight = running.putIfAbsent(key, mine);
                if (flight == null) {
                    return mine;
                }
            }
            if (flight.join(follower)) {
                return null;
            }
            running.remove(key, flight);
        }
    }

    /** Begins a flight that the caller leads and must {@link #finish}; null: there is one. */
    @Nullable
    Flight leadIfIdle(EntryKey key, Follower leader) {
        if (running.containsKey(key)) {
            return null;
        }
        Flight mine = Flight.ledBy(leader, key);
        return running.putIfAbsent(key, mine) == null ? mine : null;
    }

    /**
     * Ends a flight. Followers for whom nothing was proved go on <em>together</em>: they are the next flight, joined
     * before its first step, and one of them leads it. If each tried again for itself, the first would be loading
     * before the last is awake, and with a broken Redis N waiters would run N loads one after the other.
     */
    void finish(Flight flight) {
        running.remove(flight.key(), flight);
        List<Follower> rest = flight.end();
        if (rest.isEmpty()) {
            return;
        }
        Flight next = new Flight(flight.key());
        rest.forEach(next::join);
        if (running.putIfAbsent(flight.key(), next) != null) {
            // Somebody leads already. Not handed over to that flight: the wait graph must be asked first.
            next.end().forEach(follower -> follower.tell(Verdict.Retry.INSTANCE));
        } else if (!next.promote()) {
            running.remove(flight.key(), next);
        }
    }

    /** Nobody joins the key's running flight any more; it still serves those who may take its value. */
    void detach(EntryKey key) {
        running.remove(key);
    }

    /** The same for one flight, if it is still the one to join. */
    void detach(Flight flight) {
        running.remove(flight.key(), flight);
    }

    void detachAll() {
        running.clear();
    }

    /** How many callers wait for the key's running flight. */
    int waiting(EntryKey key) {
        Flight flight = running.get(key);
        return flight == null ? 0 : flight.size();
    }
}
