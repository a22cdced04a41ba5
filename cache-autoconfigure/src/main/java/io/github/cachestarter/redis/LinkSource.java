package io.github.cachestarter.redis;

import java.util.concurrent.CompletableFuture;

/** Opens new connections to one target, each within the connect timeout. Thread-safe. */
@FunctionalInterface
interface LinkSource {

    /**
     * Opens a new connection. May resolve a host name on the calling thread, so it is never called on a caller's thread or
     * on an event loop.
     */
    CompletableFuture<Link> open();
}
