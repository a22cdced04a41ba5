package io.github.cachestarter.cache;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one message a minute through for each cause and counts the others. Thread-safe. */
public final class OncePerMinute {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    private final Map<String, Cause> causes = new ConcurrentHashMap<>();

    /**
     * Creates a gate that has let nothing through yet.
     *
     * @param ticker monotonic time in nanoseconds
     */
    public OncePerMinute(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Asks whether to speak.
     *
     * @param cause one of few: the map of causes is never emptied
     * @return empty: not now; else how many were held back since the last message
     */
    public OptionalLong admit(String cause) {
        long now = ticker.getAsLong();
        Cause state = causes.computeIfAbsent(cause, name -> new Cause(new AtomicLong(now - MINUTE), new AtomicLong()));
        long last = state.spoken.get();
        if (now - last >= MINUTE && state.spoken.compareAndSet(last, now)) {
            return OptionalLong.of(state.heldBack.getAndSet(0));
        }
        state.heldBack.incrementAndGet();
        return OptionalLong.empty();
    }

    private record Cause(AtomicLong spoken, AtomicLong heldBack) {}
}
