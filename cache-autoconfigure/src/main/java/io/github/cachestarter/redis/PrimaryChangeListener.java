package io.github.cachestarter.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hears which server a new connection leads to before the first command of a cache goes through it: the place to bring the
 * server up to what this instance knows. In a cluster it hears so of each primary. Thread-safe.
 */
@FunctionalInterface
public interface PrimaryChangeListener {

    /** A listener for those who do not care. */
    PrimaryChangeListener NO_OP = change -> CompletableFuture.completedFuture(null);

    /**
     * A new connection stands and is not used yet. Called on a thread of the connection: must not block.
     *
     * @return completes when the connection may be used. If it fails, or takes more than five seconds, the connection is
     *     closed and another one is tried, for which this is called again
     */
    CompletionStage<?> beforeUse(PrimaryChange change);

    /**
     * Commands go through the connection from this moment on. What it replaced may still answer for about a second, so this
     * is the time to look again at what was acknowledged since {@link #beforeUse}. Must be brief, must not throw, and must
     * not use the gateway of the change.
     */
    default void inUse(PrimaryChange change) {}
}
