package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps leases and claims alive while their loads and methods run: each is renewed when a third of it has passed, and again,
 * so that one command may be lost. So a lease need not be as long as the slowest load, only as long as others may be held up
 * by an instance that crashed. What ends within a third sends nothing.
 *
 * <p>Nothing rests on it. The token fences every store and put; a renewal only changes for how long the key is held, if and
 * only if it is held still. One that is refused ends the renewing (the key was evicted, or the lease ran out), one that fails
 * changes nothing, and neither is told to anybody: the store that follows tells what came of it.
 *
 * <p>A load that hangs does not hold its key for ever: after {@value #MOST} times the lease it is renewed no more.
 * One timer serves all caches of a JVM, and no command is sent on a caller's thread. Thread-safe.
 */
public final class Renewals {

    /** How many times the lease a load may hold its key. */
    static final int MOST = 20;

    private final LoadTimer timer;
    private final Executor executor;
    private final LongSupplier ticker;
    private final ConcurrentMap<Token, Renewal> running = new ConcurrentHashMap<>();

    /**
     * Creates the renewals of a JVM.
     *
     * @param executor handles replies
     * @param ticker monotonic time in nanoseconds
     */
    public Renewals(LoadTimer timer, Executor executor, LongSupplier ticker) {
        this.timer = timer;
        this.executor = executor;
        this.ticker = ticker;
    }

    /**
     * Begins to renew what a token holds.
     *
     * @param lease for how long it holds from now on, and again after each renewal
     * @param command sends one renewal; false: it was gone
     */
    void begin(Token token, Duration lease, Supplier<Pending<Boolean>> command) {
        Renewal renewal = new Renewal(token, lease, command);
        running.put(token, renewal);
        renewal.next();
    }

    /** Ends it, since the token is about to be used or given back. Does nothing if it has ended. */
    void end(Token token) {
        Renewal renewal = running.remove(token);
        if (renewal != null) {
            renewal.cancel();
        }
    }

    /** How many are kept alive; for tests. */
    int size() {
        return running.size();
    }

    /** One token's. Each run arranges the next before it sends, so a reply that never comes ends nothing. */
    private final class Renewal {

        private final Token token;
        private final Duration pause;
        private final Supplier<Pending<Boolean>> command;
        private final long last;
        private volatile LoadTimer.@Nullable Scheduled scheduled;

        Renewal(Token token, Duration lease, Supplier<Pending<Boolean>> command) {
            this.token = token;
            this.pause = lease.dividedBy(3);
            this.command = command;
            this.last = ticker.getAsLong() + lease.multipliedBy(MOST - 1).toNanos();
        }

        void next() {
            scheduled = timer.after(pause, this::renew);
            if (running.get(token) != this) {
                cancel();
            }
        }

        void cancel() {
            LoadTimer.Scheduled waits = scheduled;
            if (waits != null) {
                waits.cancel();
            }
        }

        private void renew() {
            if (running.get(token) != this) {
                return;
            }
            if (ticker.getAsLong() - last > 0) {
                end(token);
                return;
            }
            next();
            try {
                command.get().whenDone(executor, (renewed, failure) -> {
                    if (failure == null && !Boolean.TRUE.equals(renewed)) {
                        end(token);
                    }
                });
            } catch (RuntimeException notSent) {
                // As one that failed: the next may be sent.
            }
        }
    }
}
