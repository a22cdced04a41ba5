package io.github.cachestarter.transaction;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EvictionPendingException;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.Bound;
import io.github.cachestarter.load.FailureReporter;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.local.LocalHit;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A cache inside the transactions of the thread that calls it. Outside of one it only asks a thread-local and passes on.
 *
 * <p><b>Changes.</b> An evict acts at once, so that the transaction itself does not read what it is replacing, and again
 * after the commit, because until then everybody else loads the old value and may store it. A put acts after the commit
 * only, under the claim that was taken before its method. From a change on, reads of that key inside the transaction go
 * past the cache: nobody else knows that value yet. A rollback undoes puts by never sending them; what was
 * evicted stays evicted, which costs a load.
 *
 * <p><b>Loads</b> see what their transaction sees, and that is not always what may be stored:
 *
 * <ul>
 *   <li>A snapshot (REPEATABLE_READ and stronger) is as old as the begin of its transaction, older than an evict that
 *       returned since; READ_UNCOMMITTED sees rows that may never be. Such a load is returned to its caller, shared with
 *       nobody and stored nowhere. An isolation level that is not named is taken for READ_COMMITTED: ours to see is only
 *       what the transaction manager was asked for, not what the database does by default.
 *   <li>A transaction that has changed something in any cache sees its own uncommitted rows, in a list for instance
 *       whose key it never named. From then on its loads are not stored.
 *   <li>A transaction may write before it first changes a cache. So what is loaded and stored in one that is not
 *       read-only is evicted again if it rolls back.
 * </ul>
 *
 * <p>Only loads on the calling thread are inside its transaction. Those of asynchronous methods run on another thread,
 * see what is committed and are stored as always. Reactive transactions live in Reactor's context, not on a thread: caches do
 * not take part in them, and evict and put at once. Thread-safe.
 */
public final class TransactionalCoordinator implements LoadCoordinator {

    private final String name;
    private final LoadCoordinator cache;
    private final LoadCoordinator bypass;
    private final FailureReporter reporter;
    private final InstantSource clock;

    /**
     * Makes a cache take part in transactions.
     *
     * @param name the cache's name
     * @param bypass loads without touching the cache
     * @param reporter is told of what fails after a commit in a way that the cache does not report itself
     * @param clock wall time, as transactions measure their timeouts
     */
    public TransactionalCoordinator(
            String name, LoadCoordinator cache, LoadCoordinator bypass, FailureReporter reporter, InstantSource clock) {
        this.name = name;
        this.cache = cache;
        this.bypass = bypass;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** Inside a transaction it must first be known what that has changed. */
    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        return CacheTransaction.active() ? null : cache.near(key, type);
    }

    @Override
    public @Nullable Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader)
            throws Exception {
        if (!CacheTransaction.active()) {
            return cache.get(key, type, loader);
        }
        if (changed(key)) {
            return bypass.get(key, type, loader);
        }
        if (mayStore()) {
            Bound bound = () -> load(key, loader);
            return cache.get(key, type, bound);
        }
        Entry hit = cache.peek(key, type).await();
        return hit != null ? hit.value() : bypass.get(key, type, loader);
    }

    @Override
    public CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        boolean past = CacheTransaction.active() && changed(key);
        return (past ? bypass : cache).getAsync(key, type, loader);
    }

    @Override
    public void expect(Type type) {
        cache.expect(type);
    }

    @Override
    public Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        boolean past = CacheTransaction.active() && changed(key);
        return (past ? bypass : cache).peek(key, type);
    }

    @Override
    public Pending<Boolean> warm(EntryKey key) {
        return cache.warm(key);
    }

    @Override
    public Pending<FencedRead> readFenced(EntryKey key, @Nullable Type type) {
        if (!CacheTransaction.active()) {
            return cache.readFenced(key, type);
        }
        if (changed(key)) {
            return bypass.readFenced(key, type);
        }
        return mayStore() ? cache.readFenced(key, type) : cache.peek(key, type).map(hit -> new FencedRead(hit, null));
    }

    @Override
    public Pending<Boolean> storeFenced(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos) {
        if (token != null && CacheTransaction.active()) {
            if (changed(key) || !mayStore()) {
                return abandon(key, token).map(released -> false);
            }
            remember(key);
        }
        return cache.storeFenced(key, type, token, value, startedNanos);
    }

    @Override
    public Pending<Boolean> abandon(EntryKey key, Token token) {
        return cache.abandon(key, token);
    }

    /** A claim of a transaction that has a timeout ends with it, and is a sign that the transaction writes. */
    @Override
    public Pending<@Nullable Token> claim(EntryKey key) {
        if (!CacheTransaction.active()) {
            return cache.claim(key);
        }
        CacheTransaction.join().writes();
        Duration left = CacheTransaction.timeLeft(clock);
        return left == null ? cache.claim(key) : cache.claim(key, left);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key, Duration atMost) {
        if (CacheTransaction.active()) {
            CacheTransaction.join().writes();
        }
        return cache.claim(key, atMost);
    }

    @Override
    public Pending<Boolean> putClaimed(
            EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        if (!CacheTransaction.active()) {
            return cache.putClaimed(key, type, claim, value);
        }
        if (claim == null) {
            return evict(key).map(there -> false);
        }
        changes().put(key, value, claim, () -> cache.putClaimed(key, type, claim, value));
        return Pending.of(true);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        if (!CacheTransaction.active()) {
            return cache.put(key, type, value);
        }
        changes().put(key, value, null, () -> cache.put(key, type, value));
        return Pending.of(true);
    }

    /** Decided by what this transaction would read, its own puts included; put after the commit, as every other. */
    @Override
    public @Nullable Present putIfAbsent(EntryKey key, @Nullable Object value) {
        if (!CacheTransaction.active()) {
            return cache.putIfAbsent(key, value);
        }
        CacheTransaction transaction = CacheTransaction.current();
        Present own = transaction == null ? null : transaction.of(this).put(key);
        if (own != null) {
            return own;
        }
        Entry hit = changed(key) ? null : cache.peek(key, null).await();
        if (hit != null) {
            return new Present(hit.value());
        }
        put(key, null, value).await();
        return null;
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        if (CacheTransaction.active()) {
            changes().evict(key);
        }
        return cache.evict(key);
    }

    @Override
    public Pending<Boolean> clear() {
        if (CacheTransaction.active()) {
            changes().clear();
        }
        return cache.clear();
    }

    /** Inside a transaction only after the commit: until then everybody else would load the old state anew. */
    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        if (!CacheTransaction.active()) {
            return cache.clearSoftly(spread);
        }
        changes().clearSoftly(spread);
        return Pending.of(true);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        if (CacheTransaction.active()) {
            changes().evictTag(tag);
        }
        return cache.evictTag(tag);
    }

    /** A load that is stored when it ends, unless the transaction turned out to write meanwhile. */
    private @Nullable Object load(EntryKey key, Callable<? extends @Nullable Object> loader) throws Exception {
        remember(key);
        Object value = loader.call();
        if (!mayStore()) {
            takeLease(key);
        }
        return value;
    }

    /** Takes the lease of a load away, so that its store is refused. The reader has changed nothing and hears nothing. */
    private void takeLease(EntryKey key) {
        try {
            evict(key).await();
        } catch (EvictionPendingException ex) {
            // Already reported; while it is pending, the key is not read.
        }
    }

    private void remember(EntryKey key) {
        if (!TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            CacheTransaction.join().of(this).loaded(key);
        }
    }

    private boolean mayStore() {
        CacheTransaction transaction = CacheTransaction.current();
        return CacheTransaction.seesWhatIsCommitted() && (transaction == null || transaction.mayStore());
    }

    private boolean changed(EntryKey key) {
        CacheTransaction transaction = CacheTransaction.current();
        return transaction != null && transaction.hasChanged(this, key);
    }

    private TransactionChanges changes() {
        CacheTransaction transaction = CacheTransaction.join();
        transaction.writes();
        return transaction.of(this);
    }

    TransactionChanges noChanges() {
        return new TransactionChanges(name, cache, reporter);
    }
}
