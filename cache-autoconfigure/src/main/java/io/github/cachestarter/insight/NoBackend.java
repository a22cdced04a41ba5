package io.github.cachestarter.insight;

import java.util.List;

/**
 * The view of caches behind which there is no server: what they need is always there.
 *
 * @param mode as in {@link BackendSnapshot}
 */
public record NoBackend(String mode) implements BackendView {

    @Override
    public BackendSnapshot lastKnown() {
        return new BackendSnapshot(mode, true, "closed", null, null, List.of());
    }

    @Override
    public BackendSnapshot current() {
        return lastKnown();
    }

    @Override
    public void addListener(Runnable listener) {
        // There is nothing to read.
    }
}
