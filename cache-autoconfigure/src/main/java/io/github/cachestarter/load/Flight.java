package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.load.Follower.Verdict;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One load of one key in this JVM: a leader and those who wait for it.
 *
 * <p>Who may take the leader's value is decided by <em>proof steps</em>. The leader counts a step <em>before</em> it sends
 * a command or calls the loader; a follower remembers the step at which it joined. A value that step {@code s} proves to
 * be current (an acquire that returned it, the load that produced it, a store of it that Redis accepted) was current at
 * some moment after {@code s} was begun, so it is new enough for everybody who joined before {@code s}, and for nobody
 * else: an evict may have returned between that moment and a later join. Checks LH1 to LH3, LM1 and LM4 of the protocol
 * model fail without this rule; {@code docs/decisions/0006-proof-stages.md} tells why simpler ones do not do.
 *
 * <p>Thread-safe. The monitor is held for a few instructions only, never while anything blocks.
 */
final class Flight {

    private static final int NEVER = Integer.MAX_VALUE;

    private final EntryKey key;
    private final Set<Follower> followers = new LinkedHashSet<>();
    private @Nullable Type type;
    private volatile @Nullable Flight within;
    private volatile @Nullable Thread leader;
    private volatile boolean bound;
    private @Nullable Runnable stopsLoad;
    private int step;
    private boolean ended;

    /** A flight without a leader as yet. */
    Flight(EntryKey key) {
        this.key = key;
    }

    /** A flight for the caller, who leads it. */
    static Flight ledBy(Follower first, EntryKey key) {
        Flight flight = new Flight(key);
        flight.lead(first);
        return flight;
    }

    EntryKey key() {
        return key;
    }

    /** The thread that leads it and must not wait for it; null: an asynchronous caller. */
    @Nullable
    Thread leader() {
        return leader;
    }

    void ledBy(@Nullable Thread thread) {
        leader = thread;
    }

    /** Whether its leader's loader is {@link Bound}. */
    boolean bound() {
        return bound;
    }

    /** The flight whose loader made the call that leads this one; null: no loader did. */
    @Nullable
    Flight within() {
        return within;
    }

    /**
     * Lets somebody wait for this flight, unless he has left while he was handed over. False: it has ended.
     *
     * <p>Looked at after he is told of the flight, as he looks for his flight after he has left: so one of the two sees the
     * other, and nobody stays for whom a load would go on that all have left.
     */
    synchronized boolean join(Follower follower) {
        if (ended) {
            return false;
        }
        followers.add(follower);
        follower.joined(this, sameType(follower) ? step : NEVER);
        if (follower.verdict() != null) {
            followers.remove(follower);
        }
        return true;
    }

    synchronized int size() {
        return followers.size();
    }

    /** A follower has gone away; with the last one after the leader's own caller the load is stopped. */
    void left(Follower follower) {
        Runnable stop;
        synchronized (this) {
            followers.remove(follower);
            stop = abandoned() ? stopsLoad : null;
        }
        if (stop != null) {
            stop.run();
        }
    }

    /**
     * The leader's own caller has gone away; the load goes on for those who joined.
     *
     * @param stops stops it when the last of them has gone as well
     * @return true: nobody is left now, nobody can join any more, and the caller stops it
     */
    synchronized boolean leaderLeft(Runnable stops) {
        stopsLoad = stops;
        return abandoned();
    }

    private boolean abandoned() {
        if (ended || stopsLoad == null || !followers.isEmpty()) {
            return false;
        }
        ended = true;
        return true;
    }

    /** Counts a step that is about to be taken; what joins from now on did not join before it. */
    synchronized int advance() {
        return ++step;
    }

    /** Hands the outcome of a load that began with this step to all who joined before the step. */
    void loaded(int loading, Outcome outcome) {
        tell(loading, new Verdict.TakeLoaded(outcome));
    }

    /**
     * Hands a value that this step proved to all who joined before the step, to be taken if the markers permit it.
     *
     * @param stamp the newest marker that was known before the value was loaded
     */
    void prove(int proving, Outcome outcome, long stamp) {
        tell(proving, new Verdict.TakePermitted(outcome, stamp));
    }

    private void tell(int proving, Verdict verdict) {
        for (Follower follower : takeJoinedBefore(proving)) {
            follower.tell(verdict);
        }
    }

    /** Ends the flight; the answer are those for whom nothing was proved. */
    synchronized List<Follower> end() {
        ended = true;
        List<Follower> rest = new ArrayList<>(followers);
        followers.clear();
        return rest;
    }

    /** Makes a follower the leader of this flight, which has none. False: nobody is left, and the flight has ended. */
    boolean promote() {
        for (Follower next = poll(); next != null; next = poll()) {
            if (next.tell(new Verdict.Lead(this))) {
                return true;
            }
        }
        return false;
    }

    private synchronized @Nullable Follower poll() {
        Iterator<Follower> all = followers.iterator();
        if (!all.hasNext()) {
            ended = true;
            return null;
        }
        Follower next = all.next();
        all.remove();
        lead(next);
        return next;
    }

    /** The type is the leader's; who wants another one cannot use this flight's value. */
    private synchronized void lead(Follower next) {
        leader = next.thread();
        within = next.within();
        bound = next.bound();
        type = next.type();
        for (Follower follower : followers) {
            follower.joined(this, sameType(follower) ? step : NEVER);
        }
    }

    private synchronized List<Follower> takeJoinedBefore(int proving) {
        List<Follower> taken = new ArrayList<>();
        followers.removeIf(follower -> follower.joinedAt() < proving && taken.add(follower));
        return taken;
    }

    private boolean sameType(Follower follower) {
        Type wanted = follower.type();
        return type == null || wanted == null || type.equals(wanted);
    }
}
