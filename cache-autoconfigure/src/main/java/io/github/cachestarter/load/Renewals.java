package io.github.cachestarter.load;

import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

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
 *
 * <p>Most loads end long before their first renewal, so a load costs no task of its own and wakes no thread: those with the
 * same lease share rounds, which go on as long as one of them runs. One timer serves all caches of a JVM, and no command
 * is sent on a caller's thread. Thread-safe.
 */
public final class Renewals {

    /** How many times the lease a load may hold its key. */
    static final int MOST = 20;

    /** How many rounds there are between two renewals of one lease: each comes at most half a round early or late. */
    private static final int ROUNDS = 4;

    private final LoadTimer timer;
    private final Executor executor;
    private final LongSupplier ticker;
    private final ConcurrentMap<Duration, Rounds> rounds = new ConcurrentHashMap<>();

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
        rounds.computeIfAbsent(lease, Rounds::new).begin(token, command);
    }

    /** Ends it, since the token is about to be used or given back. Does nothing if it has ended. */
    void end(Token token, Duration lease) {
        Rounds mine = rounds.get(lease);
        if (mine != null) {
            mine.running.remove(token);
        }
    }

    /** How many are kept alive; for tests. */
    int size() {
        return rounds.values().stream().mapToInt(each -> each.running.size()).sum();
    }

    /** All that hold for the same time. */
    private final class Rounds {

        private final ConcurrentMap<Token, Renewal> running = new ConcurrentHashMap<>();
        private final AtomicBoolean going = new AtomicBoolean();
        private final long pause;
        private final Duration round;
        private final long longest;

        Rounds(Duration lease) {
            this.pause = lease.dividedBy(3).toNanos();
            this.round = lease.dividedBy(3L * ROUNDS);
            this.longest = lease.multipliedBy(MOST - 1).toNanos();
        }

        void begin(Token token, Supplier<Pending<Boolean>> command) {
            running.put(token, new Renewal(command, ticker.getAsLong()));
            goOn();
        }

        /** Whoever comes when there was nothing left to renew either sees that the rounds have ended or is seen. */
        private void goOn() {
            if (!going.get() && going.compareAndSet(false, true)) {
                timer.after(round, this::look);
            }
        }

        private void look() {
            going.set(false);
            if (running.isEmpty()) {
                return;
            }
            goOn(); // before anything is sent, so that a reply that never comes ends nothing
            long now = ticker.getAsLong();
            running.forEach((token, renewal) -> {
                if (now - renewal.begun > longest) {
                    running.remove(token, renewal);
                } else if (now - renewal.last >= pause - round.toNanos() / 2) {
                    renewal.last = now;
                    renew(token, renewal);
                }
            });
        }

        private void renew(Token token, Renewal renewal) {
            try {
                renewal.command.get().whenDone(executor, (renewed, failure) -> {
                    if (failure == null && !Boolean.TRUE.equals(renewed)) {
                        running.remove(token, renewal);
                    }
                });
            } catch (RuntimeException notSent) {
                // As one that failed: the next may be sent.
            }
        }
    }

    /** What one token holds. */
    private static final class Renewal {

        private final Supplier<Pending<Boolean>> command;
        private final long begun;
        private long last; // of the rounds, which come one after the other

        Renewal(Supplier<Pending<Boolean>> command, long begun) {
            this.command = command;
            this.begun = begun;
            this.last = begun;
        }
    }
}
