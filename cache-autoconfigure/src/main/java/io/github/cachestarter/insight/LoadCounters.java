package io.github.cachestarter.insight;

import io.github.cachestarter.CacheListener;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the loads of one cache, of those that others waited for, and of values whose time was over or nearly so.
 * Striped counters. Thread-safe.
 */
abstract class LoadCounters implements CacheListener {

    private final LongAdder rejectedLoads = new LongAdder();
    private final LongAdder timedOutLoads = new LongAdder();
    private final LongAdder joined = new LongAdder();
    private final LongAdder leaseWaits = new LongAdder();
    private final LongAdder leaseTakeovers = new LongAdder();
    private final LongAdder staleServed = new LongAdder();
    private final EnumCounters<RefreshResult> refreshes = new EnumCounters<>(RefreshResult.class);

    @Override
    public final void loadRejected() {
        rejectedLoads.increment();
    }

    @Override
    public final void loadTimedOut() {
        timedOutLoads.increment();
    }

    @Override
    public final void joined() {
        joined.increment();
    }

    @Override
    public final void leaseAwaited() {
        leaseWaits.increment();
    }

    @Override
    public final void leaseTakenOver() {
        leaseTakeovers.increment();
    }

    @Override
    public final void staleServed() {
        staleServed.increment();
    }

    @Override
    public final void refreshStarted() {
        refreshes.increment(RefreshResult.STARTED);
    }

    @Override
    public final void refreshDropped() {
        refreshes.increment(RefreshResult.DROPPED);
    }

    @Override
    public final void refreshRefused() {
        refreshes.increment(RefreshResult.REFUSED);
    }

    @Override
    public final void refreshFailed() {
        refreshes.increment(RefreshResult.FAILED);
    }

    /** How many calls were rejected because too many loads were running. */
    public final long rejectedLoads() {
        return rejectedLoads.sum();
    }

    /** How many calls did not wait for their load to its end. */
    public final long timedOutLoads() {
        return timedOutLoads.sum();
    }

    /** How many callers took the result of somebody else's load. */
    public final long joinedCallers() {
        return joined.sum();
    }

    /** How many loads waited for another instance's. */
    public final long leaseWaits() {
        return leaseWaits.sum();
    }

    /** How many of these ran in the end, since the other one gave nothing. */
    public final long leaseTakeovers() {
        return leaseTakeovers.sum();
    }

    /** How many calls got a value whose time was over. */
    public final long staleValues() {
        return staleServed.sum();
    }

    /** How many refreshes ended, or began, like this. */
    public final long refreshes(RefreshResult result) {
        return refreshes.sum(result);
    }

    final Freshness freshness() {
        return new Freshness(
                staleValues(),
                timedOutLoads(),
                new Freshness.Refreshes(
                        refreshes(RefreshResult.STARTED),
                        refreshes(RefreshResult.FAILED),
                        refreshes(RefreshResult.REFUSED),
                        refreshes(RefreshResult.DROPPED)));
    }
}
