package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.invalidation.Repairs;
import io.github.cachestarter.remote.RemoteStore;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A remote store that forgets no change. A change that fails is pending from then on, before anybody hears of the
 * failure; and while a change of a key is pending, the key counts as away: it is neither read, nor leased, nor claimed,
 * so that calls load by themselves and store nothing remotely.
 *
 * <p>When another server takes over, what happened lately is pending before the first command goes there. Which server a
 * command goes to is decided after it was looked here whether something is, and once more when it is sent again: so of a
 * command during which the server has changed no entry is believed. A lease or claim that it gave does no harm: what is
 * stored under it was loaded later, and the repair takes it away. Thread-safe.
 */
public final class RepairingStore implements RemoteStore {

    /** One for all refusals: it has no stack trace, no causes to come and nobody who could change it. */
    private final RemoteException refused = new RemoteException(
            Reason.REPAIR_PENDING,
            "An earlier change of this key has not reached Redis, so it is not used there until it has",
            null);

    private final RemoteStore store;
    private final SentChanges changes;
    private final Repairs repairs;

    /**
     * Guards the store behind the changes.
     *
     * @param repairs the cache's part of the queue, which sends the same changes again
     */
    public RepairingStore(SentChanges changes, Repairs repairs) {
        this.store = changes.store();
        this.changes = changes;
        this.repairs = repairs;
    }

    @Override
    public Pending<Reply> get(EntryKey key) {
        return read(key, () -> store.get(key));
    }

    @Override
    public Pending<Reply> acquire(EntryKey key, Token token, Duration lease, long invalid) {
        return read(key, () -> store.acquire(key, token, lease, invalid));
    }

    @Override
    public Pending<Boolean> claim(EntryKey key, Token token, Duration claim) {
        return repairs.pending(key) ? Pending.failed(refused) : store.claim(key, token, claim);
    }

    @Override
    public Pending<Reply> refresh(EntryKey key, Token token, Duration claim, long identity, Duration alive) {
        return read(key, () -> store.refresh(key, token, claim, identity, alive));
    }

    @Override
    public Pending<Boolean> rearm(EntryKey key, Token token, byte[] entry) {
        return store.rearm(key, token, entry); // fenced by its token as well
    }

    @Override
    public Pending<Boolean> store(EntryKey key, Token token, byte[] entry, Duration ttl) {
        return store.store(key, token, entry, ttl); // fenced by its token: the server decides
    }

    @Override
    public Pending<Boolean> release(EntryKey key, Token token) {
        return store.release(key, token);
    }

    @Override
    public Pending<Boolean> remove(EntryKey key, Token token) {
        return store.remove(key, token);
    }

    @Override
    public Pending<Boolean> renew(EntryKey key, Token token, Duration lease) {
        return store.renew(key, token, lease);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        long sent = repairs.sending();
        return change(
                () -> changes.evict(key).map(there -> {
                    repairs.evicted(key, sent);
                    return there;
                }),
                () -> repairs.evict(key));
    }

    /** If it is lost it is repaired by an eviction for good, which is more than was asked for and never less. */
    @Override
    public Pending<Boolean> outdate(EntryKey key) {
        long sent = repairs.sending();
        long server = changes.sending();
        return change(
                () -> store.outdate(key).map(there -> {
                    repairs.evicted(key, sent);
                    return changes.changed(key, there, server);
                }),
                () -> repairs.evict(key));
    }

    @Override
    public Pending<Boolean> put(EntryKey key, Token token, byte[] entry, Duration ttl) {
        long sent = changes.sending();
        return change(
                () -> store.put(key, token, entry, ttl).map(stored -> changes.changed(key, stored, sent)),
                () -> repairs.evict(key));
    }

    @Override
    public Pending<Boolean> putDirect(EntryKey key, byte[] entry, Duration ttl) {
        long sent = changes.sending();
        return change(
                () -> store.putDirect(key, entry, ttl).map(stored -> changes.changed(key, stored, sent)),
                () -> repairs.evict(key));
    }

    private Pending<Reply> read(EntryKey key, Supplier<Pending<Reply>> command) {
        long server = changes.sending(); // first: the number changes before anything is pending
        if (repairs.pending(key)) {
            return Pending.failed(refused);
        }
        return command.get().map(reply -> {
            boolean entry = reply instanceof Reply.Value || reply instanceof Reply.Evicted;
            if (entry && (changes.sending() != server || repairs.pending(key))) {
                throw refused;
            }
            return reply;
        });
    }

    private static <T> Pending<T> change(Supplier<Pending<T>> command, Runnable lost) {
        Pending<T> sent;
        try {
            sent = command.get();
        } catch (RuntimeException ex) {
            sent = Pending.failed(ex);
        }
        return new HandledPending<>(sent, reply -> reply, failure -> {
            lost.run();
            throw failure;
        });
    }
}
