package io.github.cachestarter.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The time of instances and of their server, which passes when a test says so. */
final class PassingTime {

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Rig rig;

    PassingTime(Rig rig) {
        this.rig = rig;
        rig.store.pass(Duration.ofMillis(millis.get())); // one time for all
        rig.nanos = () -> millis.get() * 1_000_000;
        rig.wallClock = () -> Instant.ofEpochMilli(millis.get());
    }

    long millis() {
        return millis.get();
    }

    /** The instances' clocks jump; the server's does not. */
    void ahead(Duration time) {
        millis.addAndGet(time.toMillis());
    }

    void pass(Duration time) {
        millis.addAndGet(time.toMillis());
        rig.store.pass(time);
    }
}
