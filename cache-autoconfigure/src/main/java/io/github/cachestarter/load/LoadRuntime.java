package io.github.cachestarter.load;

import io.github.cachestarter.Token;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the coordinators of one JVM share.
 *
 * @param executor runs the work of asynchronous callers; must not run tasks on the thread that submits them
 * @param waiting how to wait for another instance's load
 * @param waits knows who waits for whom; one per JVM, whatever the number of caches
 * @param renewals keeps leases alive while loads run; one per JVM as well
 * @param ticker monotonic time in nanoseconds, with the origin of {@link System#nanoTime()} in production
 * @param clock wall time, for the times in an entry's header
 * @param random makes tokens and jitter, and draws when to refresh; thread-safe, fast, and begun with so much chance that no
 *     two instances ever make the same token
 */
public record LoadRuntime(
        Executor executor,
        Waiting waiting,
        WaitGraph waits,
        Renewals renewals,
        LongSupplier ticker,
        InstantSource clock,
        RandomGenerator random) {

    /** A token that nobody else has. */
    public Token newToken() {
        return new Token(random.nextLong(), random.nextLong());
    }
}
