package io.github.cachestarter.autoconfigure;

import io.github.cachestarter.CacheListener.Operation;
import io.github.cachestarter.RemoteException;
import io.github.cachestarter.RemoteException.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Failures of the remote tier as lines of a log: one a minute for each cause, with the number of those left out. A
 * hundred thousand calls a second must not become as many lines when Redis is away. Thread-safe.
 */
final class FailureLog {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final Consumer<String> log;
    private final Map<Reason, Cause> causes = new EnumMap<>(Reason.class);

    /**
     * Creates a log.
     *
     * @param ticker monotonic time in nanoseconds
     * @param log takes the lines
     */
    FailureLog(LongSupplier ticker, Consumer<String> log) {
        this.ticker = ticker;
        this.log = log;
        for (Reason reason : Reason.values()) {
            causes.put(reason, new Cause(ticker.getAsLong() - MINUTE));
        }
    }

    /** A call went on without the remote tier. The key is not logged: it may be a person's name or address. */
    void failed(Operation operation, RemoteException failure, String cache) {
        Cause cause = causes.get(failure.reason());
        if (cause == null || !cause.mayLog(ticker.getAsLong())) {
            return;
        }
        long more = cause.leftOut();
        log.accept(String.format(
                Locale.ROOT,
                "Cache '%s': %s failed, %s: %s%s",
                cache,
                operation.name().toLowerCase(Locale.ROOT),
                operation == Operation.GET ? "the method answers instead" : "Redis may hold an old value",
                failure.getMessage(),
                more == 0 ? "" : " (" + more + " more of this kind since the last message)"));
    }

    private static final class Cause {

        private final AtomicLong last;
        private final LongAdder leftOut = new LongAdder();

        Cause(long last) {
            this.last = new AtomicLong(last);
        }

        boolean mayLog(long now) {
            long before = last.get();
            if (now - before >= MINUTE && last.compareAndSet(before, now)) {
                return true;
            }
            leftOut.increment();
            return false;
        }

        long leftOut() {
            return leftOut.sumThenReset();
        }
    }
}
