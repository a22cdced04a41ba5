package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator.FencedRead;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.local.Snapshot;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Get, method, put as Spring does it for operations that cannot become one load: the cache never sees the loader. The
 * lease's token travels from the read that missed to the put, and a value without one is dropped: it may be from before
 * an evict that has returned since.
 */
final class Fenced {

    private final LoadContext context;

    Fenced(LoadContext context) {
        this.context = context;
    }

    Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        LocalHit near = context.near(key, type);
        if (near != null) {
            return Pending.of(near.entry());
        }
        long started = context.now();
        return new HandledPending<Lookup, @Nullable Entry>(
                context.tiers().get(key, type), lookup -> found(key, lookup, started), failure -> {
                    notFound(failure, key, started);
                    return null;
                });
    }

    Pending<FencedRead> read(EntryKey key, @Nullable Type type) {
        LocalHit near = context.near(key, type);
        if (near != null) {
            return Pending.of(new FencedRead(near.entry(), null));
        }
        long started = context.now();
        Step first = Step.remote(
                () -> context.tiers().get(key, type),
                lookup -> {
                    Entry hit = found(key, lookup, started);
                    return hit != null || context.leavesAlone(lookup) ? done(hit, null) : acquire(key, type, lookup);
                },
                failure -> {
                    RemoteException remote = notFound(failure, key, started);
                    context.reports().listener().fallback(remote.reason());
                    return done(null, null);
                });
        return new SteppedPending<>(first, FencedRead.class);
    }

    Pending<Boolean> store(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos) {
        return token == null
                ? Pending.of(false)
                : offer(key, type, token, value, startedNanos).map(answer -> answer == Answer.STORED);
    }

    /** Stores as {@link #store} does, and tells why it has not. */
    Pending<Answer> offer(EntryKey key, @Nullable Type type, Token token, @Nullable Object value, long startedNanos) {
        context.noLongerNeeds(token);
        Snapshot before = context.held().drop(key, token);
        if (before == null) {
            return release(key, token).map(released -> answer(false, startedNanos));
        }
        long loadNanos = context.reports().since(startedNanos);
        Entry entry = context.entry(key, Loaded.of(value), token, context.millis() - loadNanos / 1_000_000, loadNanos);
        if (entry == null) {
            return unkept(key, token).map(gone -> Answer.NOT_KEPT);
        }
        long stored = context.now();
        Pending<Boolean> sent;
        try {
            sent = context.tiers().store(key, type, token, entry, before);
        } catch (RemoteException ex) {
            sent = Pending.failed(ex);
        } catch (RuntimeException ex) {
            RefusedValueException fatal = context.reports().refused(ex);
            return unkept(key, token).map(gone -> {
                var unused = Reports.notStored(fatal);
                return Answer.NOT_KEPT;
            });
        }
        return new HandledPending<>(sent, accepted -> answer(accepted, stored), failure -> {
            var unused = writeFailed(failure, key);
            return Answer.NOT_KEPT;
        });
    }

    private Answer answer(boolean accepted, long stored) {
        return context.reports().stored(accepted, stored) ? Answer.STORED : Answer.OVERTAKEN;
    }

    /** Gives a token back that will not be used. */
    Pending<Boolean> release(EntryKey key, Token token) {
        context.noLongerNeeds(token);
        context.held().drop(key, token);
        return new HandledPending<>(
                context.tiers().release(key, token), released -> released, failure -> writeFailed(failure, key));
    }

    /** The method gave nothing to store: what it was to replace, if anything, is older than that. */
    private Pending<Boolean> unkept(EntryKey key, Token token) {
        return new HandledPending<>(
                context.tiers().remove(key, token), removed -> removed, failure -> writeFailed(failure, key));
    }

    /** An entry whose time is over is claimed, not replaced: if the method fails, it may stand in for the loads of others. */
    private Step acquire(EntryKey key, @Nullable Type type, Lookup missed) {
        long named = Miss.invalid(missed);
        Token token = context.newToken();
        Snapshot before = context.tiers().snapshot(key);
        return Step.remote(
                () -> missed instanceof Lookup.Stale
                        ? context.tiers().refresh(key, type, token, context.lease(), named)
                        : context.tiers().acquire(key, type, token, context.lease(), named),
                lookup -> {
                    Entry hit = lookup instanceof Lookup.Hit there ? there.entry() : null;
                    if (!(lookup instanceof Lookup.Acquired)) {
                        return new Step.Done(Outcome.of(new FencedRead(hit, null, hit == null)));
                    }
                    context.held().hold(key, token, before);
                    context.keepsAlive(key, token);
                    return done(null, token);
                },
                failure -> {
                    RemoteException remote = context.reports().failed(Operation.GET, failure, key);
                    context.reports().listener().fallback(remote.reason());
                    return done(null, null);
                });
    }

    private @Nullable Entry found(EntryKey key, Lookup lookup, long started) {
        if (lookup instanceof Lookup.Hit hit) {
            context.reports().listener().hit(context.reports().since(started));
            return hit.entry();
        }
        context.reports().missed(key, lookup, started);
        return null;
    }

    private RemoteException notFound(RuntimeException failure, EntryKey key, long started) {
        context.reports().missed(key, started);
        return context.reports().failed(Operation.GET, failure, key);
    }

    private boolean writeFailed(RuntimeException failure, EntryKey key) {
        context.reports().failed(Operation.PUT, failure, key);
        return false;
    }

    /** What became of a value. */
    enum Answer {
        STORED,
        /** Its token was gone: somebody else has changed the key. */
        OVERTAKEN,
        /** There is nothing to keep, it cannot be kept, or the remote tier has failed. */
        NOT_KEPT
    }

    private static Step done(@Nullable Entry hit, @Nullable Token token) {
        return new Step.Done(Outcome.of(new FencedRead(hit, token)));
    }
}
