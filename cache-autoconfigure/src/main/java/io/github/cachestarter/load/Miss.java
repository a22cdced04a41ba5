package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.CacheLoadRejectedException;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.load.Follower.Verdict;
import io.github.cachestarter.load.Step.WaitEnd;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a call does after its own GET gave nothing: it joins the key's flight or leads one ({@link Lead}), and when the
 * flight proved nothing for it, it tries again. It looks first and joins then, because a flight that runs when a call
 * begins may have read Redis before an evict that returned since.
 *
 * <p>What a load gave that began after this call had joined is current, whatever was cleared before. Anything else that
 * lay in Redis all the time a clear may have made invalid, which its marker tells: this call's GET has read the markers
 * along where they do not come by message, and if it failed, this call takes none of it (check MH6 of the protocol model).
 *
 * <p>All waits of one call together last {@code wait-max} at most, and after a failure of the remote tier the call sends
 * no further command. In both cases its loader runs without a lease, and the value goes nowhere.
 *
 * <p>Who waits inside a transaction keeps its connection, so it does not wait long for somebody who may need one: for a
 * {@value #BOUND_SHARE}th of {@code wait-max}, and then it loads for itself, over the connection that it has. A leader that
 * is in a transaction as well has its own.
 *
 * <p>Used by one call; its steps run one after the other. Only {@link #left} may come at any time.
 */
final class Miss {

    private static final int BOUND_SHARE = 20;

    private static final Lookup NOTHING = new Lookup.Busy(0);

    private final LoadContext context;
    private final EntryKey key;
    private final @Nullable Type type;
    private final @Nullable Thread thread;
    private final boolean bound;
    private final long started;
    private final @Nullable Flight within;
    private volatile Lookup found = NOTHING;
    private volatile boolean answered;
    private @Nullable RemoteException away;
    private volatile @Nullable Lead lead;
    private volatile @Nullable Follower follower;
    private volatile @Nullable Runnable stopsLoad;
    private volatile boolean alone;
    private LoadLimit.@Nullable Place place;
    private Consumer<EntryMeta> whenStored = meta -> {};

    /**
     * Creates the rest of a call, on the thread that made the call.
     *
     * @param startedNanos when the call began
     */
    Miss(LoadContext context, EntryKey key, @Nullable Type type, Caller caller, long startedNanos) {
        this.context = context;
        this.key = key;
        this.type = type;
        this.thread = caller.thread;
        this.bound = caller.bound;
        this.started = startedNanos;
        this.within = context.runtime().waits().loading();
    }

    EntryKey key() {
        return key;
    }

    @Nullable
    Type type() {
        return type;
    }

    /** The identity of the value this call found invalid; 0 = none. */
    long invalid() {
        return invalid(found);
    }

    /** The identity of the value that counts as nothing; 0 = none. */
    static long invalid(Lookup found) {
        if (found instanceof Lookup.Stale stale) {
            return stale.entry().meta().identity();
        }
        return found instanceof Lookup.Invalid nothing ? nothing.identity() : 0;
    }

    /** The entry this call found whose time is over; null: none, or it has been evicted since. */
    Lookup.@Nullable Stale candidate() {
        return found instanceof Lookup.Stale stale ? stale : null;
    }

    /** Its caller has an answer, so that it begins no load of its own any more. One that it leads goes on. */
    void answered() {
        answered = true;
    }

    boolean hasAnswer() {
        return answered;
    }

    /** Whether that value is another release's and not to be replaced yet. */
    boolean leavesAlone() {
        return context.leavesAlone(found);
    }

    void found(Lookup lookup) {
        found = lookup;
    }

    /** Somebody wants to know what its load has stored. */
    void whenStored(Consumer<EntryMeta> listener) {
        whenStored = listener;
    }

    void stored(EntryMeta meta) {
        whenStored.accept(meta);
    }

    /** How long the call may still wait; not positive: no longer. */
    long left() {
        return context.settings().load().waitMax().toNanos() - context.reports().since(started);
    }

    /** Whether the remote tier failed in this call, so that it sends nothing more. */
    boolean remoteAway() {
        return away != null;
    }

    void remoteAway(RemoteException failure) {
        away = failure;
    }

    /** Begins after a GET that gave no value. */
    Step after(Lookup lookup) {
        found = lookup;
        context.reports().missed(key, lookup, started);
        return missed(lookup);
    }

    /** Begins after a GET that failed. */
    Step afterFailure(RuntimeException failure) {
        context.reports().missed(key, started);
        return lookupFailed(failure);
    }

    /** The call broke down inside: its followers must not wait for it, nor those of a flight that it was to lead. */
    void crashed() {
        loadEnded();
        Lead leading = lead;
        Follower following = follower;
        if (leading != null) {
            leading.abort();
        } else if (following != null) {
            Flight flight = following.flight();
            if (!following.leave() && following.verdict() instanceof Verdict.Lead handed) {
                context.flights().finish(handed.flight());
            } else if (flight != null) {
                flight.left(following);
            }
        }
    }

    /**
     * The caller is not interested any more. Its load goes on for those who joined it, and is stopped when nobody did.
     * Whatever the call is doing meanwhile, it either sees this or is seen here.
     *
     * @param stops stops the load, or keeps it from beginning
     */
    void left(Runnable stops) {
        stopsLoad = stops;
        Lead leading = lead;
        Follower following = follower;
        if (leading == null ? alone : leading.callerLeft(stops)) {
            stops.run();
        } else if (following != null) {
            following.signal().raise();
        }
    }

    private boolean hasLeft() {
        return stopsLoad != null;
    }

    private static Step cancelled() {
        return new Step.Done(Outcome.failed(new CancellationException("Nobody waits for this load any more")));
    }

    /** Goes on towards a load once it has a place among those that may run; a load inside another one needs none. */
    Step admitted(Supplier<Step> then, Function<CacheLoadRejectedException, Step> rejected) {
        if (place != null || within != null) {
            return then.get();
        }
        LoadLimit.Place mine = context.limit().place();
        place = mine;
        return context.limit().enter(mine, then, rejected);
    }

    /** Takes a place among the loads that may run, if there is one now. */
    boolean admittedNow() {
        LoadLimit.Place mine = context.limit().place();
        place = mine;
        return context.limit().enterNow(mine);
    }

    /** Makes room for another load; does nothing if this call has no place. */
    void loadEnded() {
        if (place != null) {
            place.leave();
            place = null;
        }
    }

    /**
     * What a call ends with: what it found before its load, if that failed and this may stand in for it. A call falls back
     * to what it has read itself, never to what another one has (check FH1 of the protocol model).
     */
    Outcome orStale(Outcome outcome) {
        Throwable failure = outcome.failure();
        Lookup.Stale stale = candidate();
        if (failure == null
                || stale == null
                || !context.freshness().standsInFor(stale.entry().meta(), failure)) {
            return outcome;
        }
        context.reports().staleServed();
        return Outcome.of(stale.entry().value());
    }

    /** What a call fails with that may not load. */
    Outcome rejected(CacheLoadRejectedException rejection) {
        if (!hasLeft()) {
            context.reports().listener().loadRejected();
        }
        return Outcome.failed(rejection);
    }

    /** Runs the loader for this call alone and stores its value nowhere. */
    Step loadAlone() {
        alone = true;
        if (hasLeft() || answered) {
            return cancelled();
        }
        return admitted(this::loadNow, rejection -> new Step.Done(orStale(rejected(rejection))));
    }

    private Step loadNow() {
        if (hasLeft()) {
            loadEnded();
            return cancelled();
        }
        fallenBack();
        long begun = context.now();
        // Nobody joins this flight: it tells the calls from inside the loader that they are.
        Flight alone = Flight.ledBy(new Follower(type, thread, within, bound), key);
        return new Step.Load(LoadScope.alone(context.runtime().waits(), alone), outcome -> {
            loadEnded();
            context.reports().loaded(outcome, begun);
            return new Step.Done(orStale(outcome));
        });
    }

    void fallenBack() {
        if (away != null) {
            context.reports().listener().fallback(away.reason());
        }
    }

    private Step missed(Lookup lookup) {
        found = lookup;
        return joinOrLead();
    }

    private Step lookupFailed(RuntimeException failure) {
        away = context.reports().failed(Operation.GET, failure, key);
        return joinOrLead();
    }

    private Step joinOrLead() {
        if (hasLeft()) {
            return cancelled();
        }
        if (thread != null && context.held().by(thread, key)) {
            return loadAlone();
        }
        Follower joining = new Follower(type, thread, within, bound);
        follower = joining;
        Flight mine = context.flights().joinOrLead(key, joining);
        return mine == null ? follow(joining) : lead(mine);
    }

    private Step lead(Flight flight) {
        Lead leading = new Lead(context, this, flight);
        lead = leading;
        Runnable stops = stopsLoad;
        if (stops != null && leading.callerLeft(stops)) {
            leading.abort();
            return cancelled();
        }
        return leading.begin();
    }

    private Step follow(Follower follower) {
        if (hasLeft()
                || follower.waitsForItself()
                || (thread != null && !context.runtime().waits().enter(follower))) {
            return leave(follower);
        }
        long nanos = Math.max(0, follower.holdsWhatItsLeaderMayNeed() ? Math.min(left(), patience()) : left());
        return new Step.Wait(follower.signal(), nanos, end -> waited(follower, end));
    }

    private long patience() {
        return context.settings().load().waitMax().toNanos() / BOUND_SHARE;
    }

    private Step waited(Follower follower, WaitEnd end) {
        if (thread != null) {
            context.runtime().waits().leave();
        }
        return end == WaitEnd.RAISED && follower.verdict() != null ? obey(follower) : leave(follower);
    }

    private Step leave(Follower follower) {
        if (!follower.leave()) {
            return obey(follower);
        }
        Flight flight = follower.flight();
        if (flight != null) {
            flight.left(follower);
            if (left() <= 0) {
                // It outlasts wait-max: those who come now need not wait as long again for the same load.
                context.flights().detach(flight);
            }
        }
        return loadAlone();
    }

    private Step obey(Follower follower) {
        Verdict verdict = follower.verdict();
        if (verdict instanceof Verdict.TakeLoaded take) {
            return taken(take.outcome());
        }
        if (verdict instanceof Verdict.TakePermitted take && permitted(take)) {
            return taken(take.outcome());
        }
        if (verdict instanceof Verdict.Lead mine) {
            return lead(mine.flight());
        }
        return remoteAway() ? joinOrLead() : lookUpAgain();
    }

    /** Who could not ask Redis does not know the newest markers. */
    private boolean permitted(Verdict.TakePermitted take) {
        return !remoteAway() && context.tiers().permit(take.outcome(), take.stamp());
    }

    private Step taken(Outcome outcome) {
        context.reports().listener().joined();
        return new Step.Done(orStale(outcome));
    }

    private Step lookUpAgain() {
        return Step.remote(() -> context.tiers().get(key, type), this::lookedUpAgain, this::lookupFailed);
    }

    /**
     * Who calls.
     *
     * @param thread the thread of a blocking caller; null: an asynchronous one
     * @param bound whether its loader is {@link Bound}
     */
    record Caller(@Nullable Thread thread, boolean bound) {

        static final Caller ASYNCHRONOUS = new Caller(null, false);
    }

    private Step lookedUpAgain(Lookup lookup) {
        return lookup instanceof Lookup.Hit hit
                ? new Step.Done(Outcome.of(hit.entry().value()))
                : missed(lookup);
    }
}
