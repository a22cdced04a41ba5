package io.github.cachestarter.invalidation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the process stood still without its monotonic clock telling: that of a virtual machine that was paused may
 * have stopped with it, and to the gate a proof from before would look fresh. The wall clock is set right after a pause,
 * so the two then disagree about how much time has passed. A wall clock that somebody sets looks the same and costs a
 * flush. For one thread.
 *
 * <p>A pause shorter than the limit goes unnoticed and adds as much to how old an entry may be. The limit is small: a
 * clock that is only being adjusted differs by a fraction of it between two looks. A thread that is stopped between its two readings
 * sees a difference that is none, so such a look does not count.
 */
final class ClockJump {

    private final LongSupplier nanoTime;
    private final InstantSource wall;
    private final long limit;
    private long lastNanos;
    private long lastWall;

    /** @param limit by how much the clocks may disagree between two looks */
    ClockJump(LongSupplier nanoTime, InstantSource wall, Duration limit) {
        this.nanoTime = nanoTime;
        this.wall = wall;
        this.limit = limit.toNanos();
        this.lastNanos = nanoTime.getAsLong();
        this.lastWall = wall.millis();
    }

    /** Whether there was a jump since the last call. */
    boolean happened() {
        long nanos = nanoTime.getAsLong();
        long millis = wall.millis();
        if (nanoTime.getAsLong() - nanos > limit / 2) {
            return false; // the next look compares with the one before this
        }
        long difference = (millis - lastWall) * 1_000_000 - (nanos - lastNanos);
        lastNanos = nanos;
        lastWall = millis;
        return Math.abs(difference) > limit;
    }
}
