package io.github.cachestarter.invalidation;

import io.github.cachestarter.redis.PrimaryChange;
import io.github.cachestarter.redis.PrimaryChange.Kind;
import io.github.cachestarter.redis.PrimaryChangeListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that nothing is read from a server that it should no longer have. Before the first command goes to a server
 * that took over, what happened lately is pending again; before it goes to one that was started anew, perhaps with an old
 * snapshot, or that does not tell, a clear of every cache is (checks RH2, RH3 and RH5 of the protocol model). The
 * {@link Repairer} sends it as soon as the connection is used, and what is pending is not read until then, so the
 * connection need not wait. Where the server before is still alive, as after an ordered failover, it acknowledges changes
 * until the very moment at which commands go to the next one, so that moment counts as well. And where the next one is no
 * descendant of it, as after a name was led to another server, each instance clears for itself. Thread-safe.
 */
public final class ReplayOnChange implements PrimaryChangeListener {

    private final RepairQueue queue;
    private final InvalidationLog log;

    public ReplayOnChange(RepairQueue queue, InvalidationLog log) {
        this.queue = queue;
        this.log = log;
    }

    @Override
    public CompletionStage<?> beforeUse(PrimaryChange change) {
        enter(change);
        return CompletableFuture.completedFuture(null);
    }

    /** Once more: meanwhile the server before may have acknowledged changes, and been sent what was entered. */
    @Override
    public void inUse(PrimaryChange change) {
        enter(change);
    }

    private void enter(PrimaryChange change) {
        if (change.kind() != Kind.FIRST && change.kind() != Kind.SAME) {
            log.serverChanged(queue);
        }
        switch (change.kind()) {
            case SUCCESSOR -> log.replay(queue, change.keys());
            case RESTARTED_OR_UNRELATED -> clearAll(change.origin());
            // What others cleared there does not cover what this instance evicted at the server before since then.
            case UNRELATED, UNKNOWN -> queue.clearAll();
            case FIRST, SAME -> {
                // It has all that it ever had.
            }
        }
    }

    /** Servers that do not tell who they are have no name in common: what was done for one was not done for the next. */
    private void clearAll(@Nullable String origin) {
        if (origin == null) {
            queue.clearAll();
        } else {
            queue.clearAllOnce(origin);
        }
    }
}
