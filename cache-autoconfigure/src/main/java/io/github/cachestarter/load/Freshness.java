package io.github.cachestarter.load;

import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.LoadSettings;
import io.github.cachestarter.RefreshSettings;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.StaleSettings;
import io.github.cachestarter.Token;
import io.github.cachestarter.invalidation.SoftClears.Softened;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;

/**
 * Decides how fresh an entry is, for all tiers and all kinds of callers. The times are those in the entry's header: its
 * time is over {@code ttl} after the end of its load.
 *
 * <p><b>Probabilistic refresh</b> is XFetch (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede
 * Prevention, PVLDB 8(8), 2015): each read draws {@code U} from (0, 1] and refreshes if {@code now - delta * beta * ln(U)}
 * has reached the end, {@code delta} being the measured time of the load. A draw at each read, and not one due time for each
 * entry: so an entry that is read often is refreshed in time whatever its rate, and one that nobody reads any more is not
 * refreshed at all. Without claims {@code e^(1/beta)} loads per expiry are expected; a claim makes it one. No draw reaches
 * further than {@value #REACH} times {@code delta * beta}, so before that a comparison is all it costs.
 *
 * <p>What was given more time because its source had failed is not refreshed: the time is there to leave the source alone.
 * Neither is, by probability, what was put: nobody knows how long its load would take. Thread-safe if the random generator
 * is.
 */
final class Freshness {

    /** {@code -ln} of the smallest draw, which has 53 bits. */
    private static final int REACH = 37;

    /**
     * For how long after its time is over an entry is used by those who look at no times: by so much clocks may differ. It is
     * there still only where another instance keeps entries for longer, in a roll-out of {@code stale.on-error} for example.
     */
    static final long TOLERATED_MILLIS = 60_000;

    /** Later than any time. */
    static final long NEVER = Long.MAX_VALUE;

    /** Claims of refreshes keep an entry for so many leases at least, as renewals do. */
    private static final int CLAIMED = Renewals.MOST;

    private final RefreshSettings refresh;
    private final StaleSettings stale;
    private final Marking markers;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final boolean judges;
    private final long aliveMillis;

    Freshness(LoadSettings settings, InstantSource clock, RandomGenerator random) {
        this(settings, false, Marking.alone(() -> 0), clock, random);
    }

    /**
     * Creates the rules of one cache.
     *
     * @param sliding whether reads prolong what the remote tier keeps, so that it does not know when an entry must end
     * @param markers says what was cleared softly
     */
    Freshness(LoadSettings settings, boolean sliding, Marking markers, InstantSource clock, RandomGenerator random) {
        this.markers = markers;
        this.refresh = settings.freshness().refresh();
        this.stale = settings.freshness().stale();
        this.clock = clock;
        this.random = random;
        this.judges = refresh.on() || stale.on() || sliding;
        this.aliveMillis = stale.on() || !refresh.on()
                ? 0
                : settings.lease().multipliedBy(CLAIMED).toMillis();
    }

    /** What an entry is good for. */
    enum State {
        /** To be used. */
        FRESH,
        /** To be used, and to be loaded anew meanwhile. */
        DUE,
        /** Its time is over; it stands in for a load that fails, or somebody has claimed it to load it anew. */
        STALE,
        /** Not to be used at all. */
        OVER
    }

    /** Whether there are rules; otherwise an entry is fresh as long as it is there and its time is not long over. */
    boolean judges() {
        return judges;
    }

    /** How fresh an entry is now. Two calls may differ in whether it is due: each draws. */
    State of(EntryMeta meta) {
        State inTime = inTime(meta, clock.millis());
        if (inTime == State.STALE || inTime == State.OVER) {
            return inTime;
        }
        return switch (markers.softened(meta)) {
            case NOT_YET -> inTime;
            case DUE -> State.DUE;
            case OVER -> stale.on() ? State.STALE : State.OVER;
        };
    }

    private State inTime(EntryMeta meta, long now) {
        if (judges) {
            return at(meta, now);
        }
        return now - meta.expiresAt() > TOLERATED_MILLIS ? State.OVER : State.FRESH;
    }

    /** How long its time still lasts; not positive: it is over. */
    long millisLeft(EntryMeta meta) {
        return meta.expiresAt() - clock.millis();
    }

    /** Whether {@link #of} may say that it is due; draws nothing. */
    boolean mayBeDue(EntryMeta meta) {
        if (markers.softened(meta) == Softened.DUE) {
            return true;
        }
        if (!refresh.on() || meta.rearmed()) {
            return false;
        }
        long left = meta.expiresAt() - clock.millis();
        return switch (refresh.mode()) {
            case PROBABILISTIC -> left <= REACH * refresh.beta() * meta.loadMillis();
            case THRESHOLD -> pastThreshold(meta, left);
            case OFF, SCHEDULED -> false;
        };
    }

    /**
     * When an entry is to be loaded anew without waiting for a read, in milliseconds since the epoch: after the share of its
     * time, or earlier where its load is known to take so long that it would not end in time; but not before half of it.
     */
    long plannedAt(EntryMeta meta) {
        if (meta.rearmed()) {
            return NEVER;
        }
        double share = (1 - refresh.threshold()) * meta.ttlMillis();
        double load = Math.min(2.0 * meta.loadMillis(), meta.ttlMillis() / 2.0);
        return meta.expiresAt() - Math.round(Math.max(share, load));
    }

    /** Whether somebody loads this entry anew. */
    boolean isClaimed(Lookup.Hit hit) {
        return hit.claimed(clock.millis());
    }

    /** Whether an entry whose time is over may be the answer of a call that failed with this. */
    boolean standsInFor(EntryMeta meta, Throwable failure) {
        return failure instanceof Exception
                && !(failure instanceof InterruptedException || failure instanceof CancellationException)
                && !(failure instanceof RefusedValueException) // the source did answer
                && !saysGone(failure)
                && standsIn(meta);
    }

    /** Whether it may be the answer of a call that takes too long. */
    boolean standsIn(EntryMeta meta) {
        return stale.on() && at(meta, clock.millis()) != State.OVER;
    }

    /** Whether this failure says that there is nothing to load any more. */
    boolean saysGone(Throwable failure) {
        return stale.ignore().stream().anyMatch(type -> type.isInstance(failure));
    }

    /** Whether what was evicted or cleared may stand in for a load that fails. */
    boolean keepsEvicted() {
        return stale.onEvict();
    }

    /**
     * The same entry with more time, for a source that is to be left alone. It keeps its stamp, so that what was cleared stays
     * cleared; unless evicted ones may stand in: then it is as good as what the load would have given.
     *
     * @param stamp what was known before the load that has failed
     */
    EntryMeta rearmed(EntryMeta meta, Token token, long stamp) {
        EntryMeta more =
                meta.rearmed(token.identity(), clock.millis() + stale.throttle().toMillis());
        return keepsEvicted() ? more.withStamp(Math.max(meta.stamp(), stamp)) : more;
    }

    /** For how long a source is left alone whose load has failed. */
    Duration throttle() {
        return stale.throttle();
    }

    /** For how long at least a key is to be kept from now on, whose entry is being loaded anew. */
    long aliveMillis() {
        return aliveMillis;
    }

    private State at(EntryMeta meta, long now) {
        long left = meta.expiresAt() - now;
        if (left > 0) {
            return due(meta, left) ? State.DUE : State.FRESH;
        }
        // Until when an entry with more time may be used, the remote tier knows: it is gone then.
        boolean there = stale.on() ? meta.rearmed() || -left < stale.onError().toMillis() : -left < aliveMillis;
        return there ? State.STALE : State.OVER;
    }

    private boolean due(EntryMeta meta, long left) {
        if (meta.rearmed()) {
            return false;
        }
        return switch (refresh.mode()) {
            case PROBABILISTIC ->
                left <= REACH * refresh.beta() * meta.loadMillis()
                        && -meta.loadMillis() * refresh.beta() * Math.log(1.0 - random.nextDouble()) >= left;
            case THRESHOLD -> pastThreshold(meta, left);
            case OFF, SCHEDULED -> false;
        };
    }

    private boolean pastThreshold(EntryMeta meta, long left) {
        return meta.ttlMillis() - left >= refresh.threshold() * meta.ttlMillis();
    }
}
