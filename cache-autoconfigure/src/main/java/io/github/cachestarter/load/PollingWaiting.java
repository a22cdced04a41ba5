package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import java.time.Duration;

/** Hears nothing and asks again after growing pauses. */
record PollingWaiting(Duration first, Duration longest) implements Waiting {

    @Override
    public Ticket register(EntryKey key) {
        return new Unheard(new Signal());
    }

    @Override
    public Duration pause(String cache, int attempt) {
        Duration pause = first.multipliedBy(1L << Math.min(attempt, 20));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private record Unheard(Signal signal) implements Ticket {

        @Override
        public void close() {
            // Nothing was registered.
        }
    }
}
