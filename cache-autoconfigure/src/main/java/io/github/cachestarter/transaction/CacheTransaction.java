package io.github.cachestarter.transaction;

import io.github.cachestarter.EntryKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.ResourceHolder;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has done to the caches. Bound to its thread, put aside while the transaction is suspended, and
 * told by Spring how it ended. Used by one thread at a time, as transactions are.
 *
 * <p>After a commit it acts before all others that wait for it: their listeners shall find the caches as they ought to be. If
 * one of them throws before, Spring skips the rest of {@code afterCommit}; {@link #afterCompletion} makes up for it. An
 * outcome that nobody knows (the connection broke during the commit) is a commit for evictions and none for puts.
 */
final class CacheTransaction implements TransactionSynchronization, ResourceHolder {

    private final Map<TransactionalCoordinator, TransactionChanges> caches = new LinkedHashMap<>();
    private boolean written;
    private volatile boolean over;

    private CacheTransaction() {}

    /** Whether the current thread is in a transaction that tells how it ends. */
    static boolean active() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** What the current transaction has done; null: nothing. */
    static @Nullable CacheTransaction current() {
        return (CacheTransaction) TransactionSynchronizationManager.getResource(CacheTransaction.class);
    }

    /** The same, from now on. */
    static CacheTransaction join() {
        CacheTransaction current = current();
        if (current != null) {
            return current;
        }
        CacheTransaction joined = new CacheTransaction();
        TransactionSynchronizationManager.registerSynchronization(joined);
        joined.resume();
        return joined;
    }

    /** Whether each statement of the current transaction sees all that is committed by then, and nothing else. */
    static boolean seesWhatIsCommitted() {
        Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        return isolation == null || isolation == TransactionDefinition.ISOLATION_READ_COMMITTED;
    }

    /** How long the current transaction may still last; null: it has no timeout. At least a millisecond. */
    static @Nullable Duration timeLeft(InstantSource clock) {
        Duration left = null;
        for (Object resource :
                TransactionSynchronizationManager.getResourceMap().values()) {
            Date deadline = resource instanceof ResourceHolderSupport holder ? holder.getDeadline() : null;
            if (deadline != null) {
                long millis = Math.max(
                        1,
                        Duration.between(clock.instant(), deadline.toInstant()).toMillis());
                left = left == null || millis < left.toMillis() ? Duration.ofMillis(millis) : left;
            }
        }
        return left;
    }

    /** The changes of one cache. */
    TransactionChanges of(TransactionalCoordinator cache) {
        return caches.computeIfAbsent(cache, TransactionalCoordinator::noChanges);
    }

    boolean hasChanged(TransactionalCoordinator cache, EntryKey key) {
        TransactionChanges changes = caches.get(cache);
        return changes != null && changes.contain(key);
    }

    /** From now on it sees rows of its own. */
    void writes() {
        written = true;
    }

    /** Whether what it loads may be stored. */
    boolean mayStore() {
        return !written && caches.values().stream().noneMatch(TransactionChanges::full);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResourceIfPossible(CacheTransaction.class);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(CacheTransaction.class, this);
    }

    /** Part of the transaction is undone, and which puts belong to that part is not worth knowing: all become evictions. */
    @Override
    public void savepointRollback(Object savepoint) {
        caches.values().forEach(TransactionChanges::partlyRolledBack);
    }

    @Override
    public void afterCommit() {
        if (!over) {
            over = true;
            caches.values().forEach(TransactionChanges::committed);
        }
    }

    @Override
    public void afterCompletion(int status) {
        if (current() == this) {
            suspend();
        }
        if (status == STATUS_COMMITTED) {
            afterCommit();
        } else if (!over) {
            over = true;
            caches.values()
                    .forEach(
                            status == STATUS_ROLLED_BACK
                                    ? TransactionChanges::rolledBack
                                    : TransactionChanges::unknown);
        }
    }

    @Override
    public void reset() {}

    @Override
    public void unbound() {}

    /** A transaction manager may end a transaction on another thread: the first one forgets it as soon as it looks. */
    @Override
    public boolean isVoid() {
        return over;
    }
}
