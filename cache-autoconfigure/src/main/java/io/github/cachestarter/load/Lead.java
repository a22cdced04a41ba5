package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.CacheLoadRejectedException;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Step.WaitEnd;
import io.github.cachestarter.load.Waiting.Ticket;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The leader of a flight: acquire the lease in Redis, load, store under the lease's token, end the flight.
 *
 * <p>What keeps an old value out of Redis is the token: an evict or put removes it, and a store without it is refused. So
 * only a token whose acquire was <em>acknowledged</em> is ever used. One whose acquire timed out may reach the key after
 * an evict and would let the value of before that evict in (check LM3 of the protocol model): that call loads without
 * a lease and stores nowhere. So does one that waited for another instance longer than {@code wait-max}.
 *
 * <p>No connection and no breaker permission is held while the loader runs, and whatever fails after it, the caller gets
 * what it returned: it never runs twice.
 *
 * <p>A loader's failure is the outcome for all who joined before it began, as if each had called it: N callers of a broken
 * source cost it one call, not N in a row. Who joined later did not ask for <em>that</em> load and tries again. A failure
 * that is the leader's own affair, an interrupt or a cancellation, is shared with nobody.
 */
final class Lead {

    /** How often a value in a shape unknown here, stored again and again by others, is replaced before giving up. */
    private static final int REPLACEMENTS = 3;

    /** Who holds a claim does not know that somebody waits, and tells nobody. */
    private static final Waiting UNTOLD = Waiting.polling();

    private static final Outcome NOTHING = Outcome.failed(new CancellationException("Nothing was loaded"));

    private final LoadContext context;
    private final Miss call;
    private final Flight flight;
    private int polls;
    private int replacements;
    private @Nullable Token held;
    private Refresher.@Nullable Try refreshes;

    Lead(LoadContext context, Miss call, Flight flight) {
        this.context = context;
        this.call = call;
        this.flight = flight;
    }

    Step begin() {
        return call.admitted(this::admitted, this::rejected);
    }

    private Step admitted() {
        if (call.remoteAway() || call.leavesAlone()) {
            return loadWithoutLease();
        }
        Lookup.Stale stale = call.candidate();
        return stale == null ? acquire() : claim(stale.entry().meta());
    }

    /**
     * Loads anew what a caller has read, which is not over yet: unless somebody else does, or the entry has changed. Waits
     * for nobody.
     */
    Step refresh(EntryMeta read, Refresher.Try attempt) {
        Token token = context.newToken();
        int step = flight.advance();
        return Step.remote(
                () -> context.tiers().refresh(call.key(), call.type(), token, context.lease(), read.identity()),
                lookup -> {
                    if (lookup instanceof Lookup.Acquired) {
                        refreshes = attempt;
                        attempt.claimed();
                        return load(token);
                    }
                    attempt.refused(lookup);
                    return lookup instanceof Lookup.Hit ? acquired(lookup, token, step) : end(NOTHING);
                },
                failure -> {
                    context.reports().failed(Operation.GET, failure, call.key());
                    attempt.remoteAway();
                    return end(NOTHING);
                });
    }

    /** Asks for the right to load in place of an entry whose time is over; it stays where it is until it is replaced. */
    private Step claim(EntryMeta stale) {
        Token token = context.newToken();
        Ticket ticket = context.runtime().waiting().register(call.key());
        int step = flight.advance();
        return Step.remote(
                () -> context.tiers().refresh(call.key(), call.type(), token, context.lease(), stale.identity()),
                lookup -> {
                    if (lookup instanceof Lookup.Busy busy) {
                        return busy(ticket, busy.restMillis(), UNTOLD);
                    }
                    ticket.close();
                    return lookup instanceof Lookup.Acquired || lookup instanceof Lookup.Hit
                            ? acquired(lookup, token, step)
                            : otherThere(lookup);
                },
                failure -> {
                    ticket.close();
                    call.remoteAway(context.reports().failed(Operation.GET, failure, call.key()));
                    return loadWithoutLease();
                });
    }

    /** What was read is not there any more. Evicted: then it stands in for nothing. */
    private Step otherThere(Lookup lookup) {
        call.found(lookup);
        return ++replacements < REPLACEMENTS ? admitted() : loadWithoutLease();
    }

    /** Its caller has gone away. True: so have all others, and the flight has ended. */
    boolean callerLeft(Runnable stopsLoad) {
        return flight.leaderLeft(stopsLoad);
    }

    /** Ends the flight without an outcome. Whoever leads next need not wait for the rest of a lease that nobody uses. */
    void abort() {
        call.loadEnded();
        Token token = held;
        if (token != null) {
            context.noLongerNeeds(token);
            giveBack(token);
        }
        context.flights().finish(flight);
    }

    private void giveBack(Token token) {
        try {
            context.tiers().release(call.key(), token).whenDone(Runnable::run, (given, failure) -> {});
        } catch (RuntimeException ex) {
            // Then the lease runs out.
        }
    }

    /** Everybody who waits for this flight has waited for the same place. */
    private Step rejected(CacheLoadRejectedException rejection) {
        Outcome outcome = call.rejected(rejection);
        flight.loaded(flight.advance(), outcome);
        return end(outcome);
    }

    private Step acquire() {
        Token token = context.newToken();
        Ticket ticket = context.runtime().waiting().register(call.key());
        int step = flight.advance();
        return Step.remote(
                () -> context.tiers().acquire(call.key(), call.type(), token, context.lease(), call.invalid()),
                lookup -> {
                    if (lookup instanceof Lookup.Busy busy) {
                        return busy(ticket, busy.restMillis(), context.runtime().waiting());
                    }
                    ticket.close();
                    return acquired(lookup, token, step);
                },
                failure -> {
                    ticket.close();
                    call.remoteAway(context.reports().failed(Operation.GET, failure, call.key()));
                    return loadWithoutLease();
                });
    }

    private Step acquired(Lookup lookup, Token token, int step) {
        if (lookup instanceof Lookup.Hit hit) {
            EntryMeta meta = hit.entry().meta();
            Outcome outcome = Outcome.of(new Loaded(hit.entry().value(), true, meta.tags()));
            flight.prove(step, outcome, meta.stamp());
            return end(outcome);
        }
        if (lookup instanceof Lookup.Stale) {
            return otherThere(lookup);
        }
        if (lookup instanceof Lookup.Invalid other) {
            // Stored since this call's GET, by an instance with another shape of the type: name that one and ask again.
            call.found(other);
            return ++replacements < REPLACEMENTS && !call.leavesAlone() ? acquire() : loadWithoutLease();
        }
        if (polls > 0) {
            context.reports().listener().leaseTakenOver();
        }
        return load(token);
    }

    private Step busy(Ticket ticket, long restMillis, Waiting waiting) {
        long left = call.left();
        if (left <= 0) {
            ticket.close();
            return call.hasAnswer() && flight.size() == 0 ? end(NOTHING) : loadWithoutLease();
        }
        call.loadEnded(); // somebody else loads
        if (polls == 0) {
            context.reports().listener().leaseAwaited();
        }
        long rest = Duration.ofMillis(restMillis + 1).toNanos();
        long pause = waiting.pause(call.key().cache(), polls++).toNanos();
        return new Step.Wait(ticket.signal(), Math.min(left, Math.min(rest, pause)), end -> {
            ticket.close();
            return end == WaitEnd.INTERRUPTED ? call.admitted(this::loadWithoutLease, this::rejected) : begin();
        });
    }

    private Step loadWithoutLease() {
        call.fallenBack();
        return load(null);
    }

    private Step load(@Nullable Token token) {
        int step = flight.advance();
        Snapshot before = context.tiers().snapshot(call.key());
        long started = context.now();
        long createdAt = context.millis();
        if (token != null) {
            held = token;
            context.keepsAlive(call.key(), token);
        }
        return new Step.Load(LoadScope.leading(context.runtime().waits(), flight), outcome -> {
            loaded(outcome, started, token);
            Lookup.Stale stale = call.candidate();
            if (token != null && outcome.failure() != null && supersedes()) {
                return failed(token, stale, before, step, outcome);
            }
            if (shared(outcome)) {
                flight.loaded(step, outcome);
            }
            Entry entry = entry(outcome, token, createdAt, started);
            if (token == null) {
                return keep(entry, before, outcome);
            }
            return entry == null ? giveBack(token, before, outcome) : store(token, entry, before, outcome);
        });
    }

    /** Whether its token is a claim: an older entry is there. */
    private boolean supersedes() {
        return refreshes != null || call.candidate() != null;
    }

    /** Null: there is nothing to keep. */
    private @Nullable Entry entry(Outcome outcome, @Nullable Token token, long createdAt, long started) {
        return outcome.failure() != null
                ? null
                : context.entry(
                        call.key(),
                        outcome.loaded(),
                        token == null ? context.newToken() : token,
                        createdAt,
                        context.reports().since(started));
    }

    /**
     * A load has failed in whose place something is there, and may stand in for it. That gets more time first, if nobody has
     * changed it (checks F2 and FM2): so the source is left alone meanwhile, and it is the answer for all who joined before
     * that was sent. Where it is refused, each who joined before the load falls back to what he has read himself.
     */
    private Step failed(Token token, Lookup.@Nullable Stale stale, Snapshot before, int loading, Outcome outcome) {
        Throwable failure = outcome.failure();
        if (stale == null
                || failure == null
                || !context.freshness().standsInFor(stale.entry().meta(), failure)) {
            proveFailure(loading, outcome);
            return failure != null && context.freshness().saysGone(failure)
                    ? remove(outcome)
                    : release(token, before, outcome);
        }
        EntryMeta meta = stale.entry().meta();
        Entry more = new Entry(stale.entry().value(), context.freshness().rearmed(meta, token, before.stamp()));
        int step = flight.advance();
        return Step.remote(
                () -> context.tiers().rearm(call.key(), call.type(), token, more, before),
                accepted -> {
                    if (accepted) {
                        Outcome kept = Outcome.of(new Loaded(more.value(), true, meta.tags()));
                        flight.prove(step, kept, more.meta().stamp());
                    }
                    proveFailure(loading, outcome);
                    return end(outcome);
                },
                notSent -> {
                    proveFailure(loading, outcome);
                    return writeFailed(notSent, outcome);
                });
    }

    private void proveFailure(int loading, Outcome outcome) {
        if (shared(outcome)) {
            flight.loaded(loading, outcome);
        }
    }

    /** The source says that there is no such thing any more. */
    private Step remove(Outcome outcome) {
        return Step.remote(() -> context.tiers().remove(call.key()), there -> end(outcome), failure -> {
            context.reports().failed(Operation.EVICT, failure, call.key());
            return end(outcome);
        });
    }

    private void loaded(Outcome outcome, long started, @Nullable Token token) {
        call.loadEnded();
        context.reports().loaded(outcome, started);
        if (token != null) {
            context.noLongerNeeds(token);
        }
    }

    private Step keep(@Nullable Entry entry, Snapshot before, Outcome outcome) {
        if (entry != null) {
            context.tiers().keep(call.key(), call.type(), entry, before);
        }
        return end(outcome);
    }

    private Step store(Token token, Entry entry, Snapshot before, Outcome outcome) {
        int step = flight.advance();
        long started = context.now();
        return Step.remote(
                () -> context.tiers().store(call.key(), call.type(), token, entry, before),
                accepted -> {
                    if (context.reports().stored(accepted, started)) {
                        flight.prove(step, outcome, before.stamp());
                        call.stored(entry.meta());
                    }
                    return end(outcome);
                },
                failure -> storeFailed(failure, token, before, outcome));
    }

    private Step storeFailed(RuntimeException failure, Token token, Snapshot before, Outcome outcome) {
        if (failure instanceof RemoteException) {
            return writeFailed(failure, outcome);
        }
        RefusedValueException fatal = context.reports().refused(failure);
        return giveBack(token, before, fatal == null ? outcome : Outcome.failed(fatal));
    }

    /** A load that stores nothing: if its source has answered, an older entry is to stand in for nothing any more. */
    private Step giveBack(Token token, Snapshot before, Outcome outcome) {
        boolean answered = outcome.failure() == null || outcome.failure() instanceof RefusedValueException;
        if (!answered || !supersedes()) {
            return release(token, before, outcome);
        }
        if (refreshes != null) {
            refreshes.unkept();
        }
        return release(() -> context.tiers().remove(call.key(), token), before, outcome);
    }

    /** A lease that could be given back was there to its end, so no evict has passed: that proves what a store would. */
    private Step release(Token token, Snapshot before, Outcome outcome) {
        return release(() -> context.tiers().release(call.key(), token), before, outcome);
    }

    private Step release(Supplier<Pending<Boolean>> command, Snapshot before, Outcome outcome) {
        int step = flight.advance();
        return Step.remote(
                command,
                released -> {
                    if (released && outcome.failure() == null) {
                        flight.prove(step, outcome, before.stamp());
                    }
                    return end(outcome);
                },
                failure -> writeFailed(failure, outcome));
    }

    private Step writeFailed(RuntimeException failure, Outcome outcome) {
        context.reports().failed(Operation.PUT, failure, call.key());
        return end(outcome);
    }

    private Step end(Outcome outcome) {
        call.loadEnded();
        context.flights().finish(flight);
        return new Step.Done(call.orStale(outcome));
    }

    private static boolean shared(Outcome outcome) {
        Throwable failure = outcome.failure();
        return failure == null
                || !(failure instanceof InterruptedException
                        || failure instanceof CancellationException
                        || Thread.currentThread().isInterrupted());
    }
}
