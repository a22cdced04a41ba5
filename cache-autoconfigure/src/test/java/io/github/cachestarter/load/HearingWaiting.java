package io.github.cachestarter.load;

import io.github.cachestarter.EntryKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hears what the test says, and would ask again only after a time that no test waits for. */
final class HearingWaiting implements Waiting {

    final Set<Signal> open = ConcurrentHashMap.newKeySet();

    void ready() {
        open.forEach(Signal::raise);
    }

    @Override
    public Ticket register(EntryKey key) {
        Signal signal = new Signal();
        open.add(signal);
        return new Ticket() {
            @Override
            public Signal signal() {
                return signal;
            }

            @Override
            public void close() {
                open.remove(signal);
            }
        };
    }

    @Override
    public Duration pause(String cache, int attempt) {
        return Duration.ofHours(1);
    }
}
