package io.github.cachestarter.transaction;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.FailureReporter;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.LoadCoordinator.Present;
import io.github.cachestarter.load.Loaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction changed in one cache, and what is left to do when it ends. Of several changes of a key the last
 * counts. Nothing in here throws at the end: the transaction is over, and whoever committed it must not hear of a
 * cache.
 */
final class TransactionChanges {

    /** Keys that are remembered for a rollback; a transaction that has loaded more stores no more. */
    private static final int MOST_LOADED = 10_000;

    /** Commands that are under way at a time: many keys cost few round trips, and no queue runs over. */
    private static final int AT_A_TIME = 64;

    private final String name;
    private final LoadCoordinator cache;
    private final FailureReporter reporter;
    private final Map<EntryKey, Change> changes = new LinkedHashMap<>();
    private final List<Claim> claims = new ArrayList<>(0);
    private final Set<EntryKey> loaded = new HashSet<>();
    private final Set<String> tags = new LinkedHashSet<>(0);
    private boolean cleared;
    private @Nullable Duration softly;

    TransactionChanges(String name, LoadCoordinator cache, FailureReporter reporter) {
        this.name = name;
        this.cache = cache;
        this.reporter = reporter;
    }

    void evict(EntryKey key) {
        changes.put(key, eviction(key));
    }

    void clear() {
        changes.clear();
        cleared = true;
    }

    /** Of several the shortest counts, which does what the others do. */
    void clearSoftly(Duration spread) {
        softly = softly == null || spread.compareTo(softly) < 0 ? spread : softly;
    }

    void evictTag(String tag) {
        tags.add(tag);
    }

    void put(EntryKey key, @Nullable Object value, @Nullable Token claim, Supplier<Pending<Boolean>> command) {
        Change put = new Change(
                Operation.PUT, key, command, new Present(Loaded.of(value).value()));
        changes.put(key, put);
        if (claim != null) {
            claims.add(new Claim(key, claim, put));
        }
    }

    /** What the transaction has put last; null: nothing, or it has changed that since. */
    @Nullable
    Present put(EntryKey key) {
        Change last = changes.get(key);
        return last == null ? null : last.value;
    }

    /** A value of this transaction may be stored before its end. */
    void loaded(EntryKey key) {
        loaded.add(key);
    }

    /** Which entries have an evicted tag is not known: any of them may. */
    boolean contain(EntryKey key) {
        return cleared || softly != null || !tags.isEmpty() || changes.containsKey(key);
    }

    boolean full() {
        return loaded.size() >= MOST_LOADED;
    }

    void committed() {
        if (cleared) {
            send(List.of(new Change(Operation.CLEAR, null, cache::clear)));
        } else {
            send(softClear());
            send(tags.stream().map(this::tagEviction).toList());
        }
        send(List.copyOf(changes.values()));
        // Only now: whoever waits for such a claim would else load, and lose its lease to the change that undid the
        // put.
        send(claims.stream().filter(this::unused).map(this::abandonment).toList());
    }

    void rolledBack() {
        List<Change> undo = new ArrayList<>(evictions(loaded));
        claims.stream().map(this::abandonment).forEach(undo::add);
        send(undo);
    }

    void unknown() {
        partlyRolledBack();
        committed();
    }

    /** Which of it survives is not known: all of it is to be loaded again. */
    void partlyRolledBack() {
        Set<EntryKey> keys = new HashSet<>(changes.keySet());
        keys.addAll(loaded);
        keys.forEach(this::evict);
        send(evictions(loaded));
    }

    private List<Change> evictions(Set<EntryKey> keys) {
        return keys.stream().map(this::eviction).toList();
    }

    private Change eviction(EntryKey key) {
        return new Change(Operation.EVICT, key, () -> cache.evict(key));
    }

    /** Whether a later change undid the put that the claim was for, and with it the command that would end the claim. */
    private boolean unused(Claim claim) {
        return !claim.put.equals(changes.get(claim.key));
    }

    private Change abandonment(Claim claim) {
        return new Change(Operation.PUT, claim.key, () -> cache.abandon(claim.key, claim.token));
    }

    private Change tagEviction(String tag) {
        return new Change(Operation.EVICT, null, () -> cache.evictTag(tag));
    }

    private List<Change> softClear() {
        Duration spread = softly;
        return spread == null ? List.of() : List.of(new Change(Operation.CLEAR, null, () -> cache.clearSoftly(spread)));
    }

    private void send(List<Change> all) {
        for (int from = 0; from < all.size(); from += AT_A_TIME) {
            List<Change> some = all.subList(from, Math.min(all.size(), from + AT_A_TIME));
            List<Runnable> replies = new ArrayList<>(some.size());
            for (Change change : some) {
                guarded(change, () -> {
                    Pending<Boolean> sent = change.command.get();
                    replies.add(() -> guarded(change, sent::await));
                });
            }
            replies.forEach(Runnable::run);
        }
    }

    // The cache reports failures of Redis itself; this is for values that cannot be kept, and for what nobody thought
    // of.
    private void guarded(Change change, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException ex) {
            String message = "Cache '" + name + "': the " + change.operation + " at the end of a transaction failed,"
                    + " which does not change the transaction's outcome: " + ex.getMessage();
            reporter.failed(change.operation, new RemoteException(Reason.ERROR, message, ex), change.key);
        }
    }

    /** @param value what is put; null for everything else */
    private record Change(
            Operation operation,
            @Nullable EntryKey key,
            Supplier<Pending<Boolean>> command,
            @Nullable Present value) {

        Change(Operation operation, @Nullable EntryKey key, Supplier<Pending<Boolean>> command) {
            this(operation, key, command, null);
        }
    }

    private record Claim(EntryKey key, Token token, Change put) {}
}
