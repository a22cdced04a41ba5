package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.OnEvictFailure;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RefusedValueException;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.Snapshot;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evictions and puts of one cache. Each detaches the key's flight <em>after</em> its reply and whatever the reply is,
 * before it returns: a flight that began in between read Redis from before the change.
 *
 * <p>A put that cannot store must not leave the old value behind: it evicts. Whatever then does not reach Redis is a
 * lost eviction, and {@link #lost} is the one place where that is dealt with.
 */
final class Writes {

    private final LoadContext context;

    Writes(LoadContext context) {
        this.context = context;
    }

    Pending<Boolean> evict(EntryKey key) {
        return removed(key, () -> context.tiers().evict(key));
    }

    private Pending<Boolean> removed(EntryKey key, Supplier<Pending<Boolean>> command) {
        long started = context.now();
        ReplicatedChange change = change(Operation.EVICT, key);
        return change.after(new HandledPending<>(
                sent(command),
                there -> {
                    change.acknowledged();
                    detach(key);
                    context.reports().listener().evict(context.reports().since(started));
                    return there;
                },
                failure -> lost(Operation.EVICT, failure, key)));
    }

    Pending<Boolean> clear() {
        long started = context.now();
        ReplicatedChange change = change(Operation.CLEAR, null);
        return change.after(new HandledPending<>(
                sent(() -> context.tiers().clear()),
                there -> {
                    change.acknowledged();
                    detach(null);
                    context.reports().listener().clear(context.reports().since(started));
                    return there;
                },
                failure -> lost(Operation.CLEAR, failure, null)));
    }

    /** Detaches nothing: what is being loaded is as good as what is there, and is to be loaded anew like that. */
    Pending<Boolean> clearSoftly(Duration spread) {
        long started = context.now();
        ReplicatedChange change = change(Operation.CLEAR, null);
        return change.after(new HandledPending<>(
                sent(() -> context.tiers().clearSoftly(spread)),
                done -> {
                    change.acknowledged();
                    context.reports().listener().clearSoftly(context.reports().since(started));
                    return true;
                },
                failure -> pending(Operation.CLEAR, failure, null)));
    }

    /**
     * Detaches nothing: which flights load something with this tag is not known before they end, and whoever waits for one
     * looks then whether he may take its value.
     */
    Pending<Boolean> evictTag(String tag) {
        long started = context.now();
        ReplicatedChange change = change(Operation.EVICT, null);
        return change.after(new HandledPending<>(
                sent(() -> context.tiers().evictTag(tag)),
                done -> {
                    change.acknowledged();
                    context.reports().listener().evict(context.reports().since(started));
                    return true;
                },
                failure -> pending(Operation.EVICT, failure, null)));
    }

    /** Claims a key before a method that will put it, for as long as that runs; null: not acknowledged. */
    Pending<@Nullable Token> claim(EntryKey key) {
        return claim(key, context.lease()).map(token -> {
            if (token != null) {
                context.keepsAlive(key, token);
            }
            return token;
        });
    }

    /** The same for a method that ends in this time: nothing is renewed. */
    Pending<@Nullable Token> claim(EntryKey key, Duration atMost) {
        return context.tiers().informed(() -> claimNow(key, atMost));
    }

    private Pending<@Nullable Token> claimNow(EntryKey key, Duration atMost) {
        Token token = context.newToken();
        Snapshot before = context.tiers().snapshot(key);
        return new HandledPending<Boolean, @Nullable Token>(
                sent(() -> context.tiers().claim(key, token, atMost)),
                acknowledged -> {
                    context.held().hold(key, token, before);
                    return token;
                },
                failure -> {
                    context.reports().failed(Operation.PUT, failure, key);
                    return null;
                });
    }

    /** Puts under an acknowledged claim, evicts without one. */
    Pending<Boolean> putClaimed(EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        if (claim != null) {
            context.noLongerNeeds(claim);
        }
        Snapshot before = claim == null ? null : context.held().drop(key, claim);
        Entry entry = claim == null ? null : context.entry(key, Loaded.of(value), claim, context.millis(), 0);
        if (claim == null || entry == null) {
            return evict(key).map(there -> false);
        }
        return put(
                key,
                () -> context.tiers().put(key, type, claim, entry, before),
                () -> context.tiers().putHere(key, type, entry, before));
    }

    /** Puts by hand, the last of overlapping puts wins. */
    Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        Entry entry = context.entry(key, Loaded.of(value), context.newToken(), context.millis(), 0);
        if (entry == null) {
            return evict(key).map(there -> false);
        }
        return context.tiers().informed(() -> {
            Snapshot before = context.tiers().snapshot(key);
            return put(
                    key,
                    () -> context.tiers().putDirect(key, type, entry, before),
                    () -> context.tiers().putHere(key, type, entry, before));
        });
    }

    private Pending<Boolean> put(EntryKey key, Supplier<Pending<Boolean>> command, Supplier<Pending<Boolean>> here) {
        long started = context.now();
        ReplicatedChange change = change(Operation.PUT, key);
        Pending<Boolean> sent;
        try {
            sent = command.get();
        } catch (RemoteException ex) {
            sent = Pending.failed(ex);
        } catch (RuntimeException ex) {
            RefusedValueException fatal = context.reports().refused(ex);
            boolean nowhere = fatal != null || (ex instanceof RefusedValueException refusal && refusal.isTooLarge());
            return (nowhere ? evict(key) : removed(key, here)).map(there -> Reports.notStored(fatal));
        }
        return change.after(new HandledPending<>(
                sent,
                accepted -> {
                    change.acknowledged();
                    return put(key, accepted, started);
                },
                failure -> lost(Operation.PUT, failure, key)));
    }

    private boolean put(EntryKey key, boolean accepted, long started) {
        detach(key);
        return context.reports().stored(accepted, started);
    }

    /** A change that may not have reached Redis: an old value may still be there. The key is null for a clear. */
    private boolean lost(Operation operation, RuntimeException failure, @Nullable EntryKey key) {
        detach(key);
        return pending(operation, failure, key);
    }

    private boolean pending(Operation operation, RuntimeException failure, @Nullable EntryKey key) {
        RemoteException reported = context.reports().failed(operation, failure, key);
        if (context.settings().onEvictFailure() == OnEvictFailure.THROW) {
            throw new EvictionPendingException(
                    context.settings().name(), operation, key == null ? null : key.source(), reported);
        }
        return false;
    }

    /** To be begun before a change is sent. That it may be lost with its primary is told as a change that was lost is. */
    private ReplicatedChange change(Operation operation, @Nullable EntryKey key) {
        return new ReplicatedChange(context.tiers().replication(key), failure -> pending(operation, failure, key));
    }

    /** What began before the change is over: new callers join no flight of then, and no snapshot of then is used. */
    private void detach(@Nullable EntryKey key) {
        if (key == null) {
            context.flights().detachAll();
            context.held().changedAll();
        } else {
            context.flights().detach(key);
            context.held().changed(key);
        }
    }

    private static <T> Pending<T> sent(Supplier<Pending<T>> command) {
        try {
            return command.get();
        } catch (RuntimeException ex) {
            return Pending.failed(ex);
        }
    }
}
