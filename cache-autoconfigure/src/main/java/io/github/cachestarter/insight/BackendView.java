package io.github.cachestarter.insight;

import io.github.cachestarter.invalidation.RepairState;
import org.jspecify.annotations.Nullable;

/** Looks at the servers behind the caches. Thread-safe. */
public interface BackendView {

    /** What is known without asking anybody. */
    BackendSnapshot lastKnown();

    /**
     * Asks the servers, for at most half a second. When they do not answer in that time, this is what was known before;
     * {@link BackendSnapshot#asOf()} tells.
     */
    BackendSnapshot current();

    /** Changes that the servers have not acknowledged. Asks nobody. */
    default RepairState repairs() {
        return RepairState.NONE;
    }

    /** The newest random sample of the servers' keys, whoever took it; null: there is none. Asks nobody. */
    default @Nullable SampleOfServers sample() {
        return null;
    }

    /** Adds a listener that is called whenever facts about the servers were read; be brief. */
    void addListener(Runnable listener);
}
