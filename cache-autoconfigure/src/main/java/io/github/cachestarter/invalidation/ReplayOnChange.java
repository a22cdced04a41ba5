package io.github.cachestarter.invalidation;

import io.github.cachestarter.redis.PrimaryChange;
import io.github.cachestarter.redis.PrimaryChangeListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes sure that nothing is read from a server that it should no longer have. Before the first command goes to a server
 * that took over, what happened lately is pending again; before it goes to one that was started anew, perhaps with an old
 * snapshot, or that does not tell, a clear of every cache is (checks RH2, RH3 and RH5 of the protocol model). The
 * {@link Repairer} sends it as soon as the connection is used, and what is pending is not read until then, so the
 * connection need not wait. Thread-safe.
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
        switch (change.kind()) {
            case SUCCESSOR -> log.replay(queue, change.keys());
            case RESTARTED_OR_UNRELATED -> queue.clearAllOnce(change.runId());
            case UNKNOWN -> queue.clearAll();
            case FIRST, SAME -> {
                // It has all that it ever had.
            }
        }
        return CompletableFuture.completedFuture(null);
    }
}
