package io.github.cachestarter.load;

import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for a flight of its key. Gets exactly one {@link Verdict}, or leaves before that.
 */
final class Follower {

    private final @Nullable Type type;
    private final @Nullable Thread thread;
    private final @Nullable Flight within;
    private final boolean bound;
    private final Signal signal = new Signal();
    private final AtomicReference<@Nullable Verdict> verdict = new AtomicReference<>();

    /** The flight it waits for; another one after it was handed over. Read by the {@link WaitGraph}. */
    private volatile @Nullable Flight flight;

    /** The flight's step when it joined; guarded by the flight. */
    private int joinedAt;

    /**
     * Creates a follower.
     *
     * @param type the declared type of its value; a value of another type is not for it
     * @param thread the thread that will wait; null: an asynchronous caller
     * @param within the flight whose loader made this call; null: no loader did
     * @param bound whether its loader is {@link Bound}
     */
    Follower(@Nullable Type type, @Nullable Thread thread, @Nullable Flight within, boolean bound) {
        this.type = type;
        this.thread = thread;
        this.within = within;
        this.bound = bound;
    }

    Signal signal() {
        return signal;
    }

    @Nullable
    Type type() {
        return type;
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    @Nullable
    Flight within() {
        return within;
    }

    boolean bound() {
        return bound;
    }

    /** Whether its flight's leader may be waiting for a connection of the kind that this one holds. */
    boolean holdsWhatItsLeaderMayNeed() {
        Flight joined = flight;
        return bound && joined != null && !joined.bound();
    }

    /** Whether its flight's loader made this call, directly or through other loaders. */
    boolean waitsForItself() {
        Flight outer = within;
        while (outer != null && outer != flight) {
            outer = outer.within();
        }
        return outer != null;
    }

    @Nullable
    Flight flight() {
        return flight;
    }

    @Nullable
    Verdict verdict() {
        return verdict.get();
    }

    void joined(Flight joined, int step) {
        flight = joined;
        joinedAt = step;
    }

    int joinedAt() {
        return joinedAt;
    }

    /** Tells it what to do and wakes it. False: it has left. */
    boolean tell(Verdict told) {
        if (!verdict.compareAndSet(null, told)) {
            return false;
        }
        signal.raise();
        return true;
    }

    /** Stops waiting. False: too late, there is a verdict and it must be followed. */
    boolean leave() {
        return verdict.compareAndSet(null, Verdict.Left.INSTANCE);
    }

    /** What a follower is told. */
    sealed interface Verdict {

        /** Its flight's outcome came of a load that began after it joined: nothing it asks for can be newer. */
        record TakeLoaded(Outcome outcome) implements Verdict {}

        /**
         * Its flight's value still lay in Redis, or its lease did, after it joined: so no evict has passed since. A clear
         * or an evicted tag takes neither away, so that only markers tell; see {@link Miss}.
         *
         * @param stamp the newest marker that was known before the value was loaded
         */
        record TakePermitted(Outcome outcome, long stamp) implements Verdict {}

        /** It leads this flight now. */
        record Lead(Flight flight) implements Verdict {}

        /** It tries again from the start. */
        enum Retry implements Verdict {
            INSTANCE
        }

        /** It left by itself. */
        enum Left implements Verdict {
            INSTANCE
        }
    }
}
