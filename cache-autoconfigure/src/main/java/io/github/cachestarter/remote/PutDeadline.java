package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.redis.RedisGateway;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The server time at which the caller of a direct put gives up. A put that runs later than that removes the key instead
 * of storing: without it, a put that had timed out and waited in a dead connection could overwrite what was evicted or
 * put since (check LH5 of the protocol model). Thread-safe; one for all caches of an instance.
 *
 * <p>The server's time is read once a minute and extrapolated with monotonic time in between, so that a direct put is one
 * round trip. The reading counts from the arrival of the reply, later than it was taken: what is extrapolated is never
 * ahead of the server, so that a deadline errs to the early side, by the time the reply was under way. A reading that
 * took long is used once and not kept.
 */
public final class PutDeadline {

    private static final long KEEP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long GOOD_NANOS = Duration.ofMillis(50).toNanos();

    private final RedisGateway gateway;
    private final long timeoutMicros;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading reading;

    /**
     * Creates a source of deadlines.
     *
     * @param timeout how long callers wait for a write
     * @param nanoTime monotonic time in nanoseconds
     */
    public PutDeadline(RedisGateway gateway, Duration timeout, LongSupplier nanoTime) {
        this.gateway = gateway;
        this.timeoutMicros = timeout.toNanos() / 1_000;
        this.nanoTime = nanoTime;
    }

    /** The deadline of a put that is sent now, in server microseconds. Reads the server's time if that is due. */
    Pending<Long> next() {
        long asked = nanoTime.getAsLong();
        Reading last = reading;
        if (last != null && asked - last.takenNanos < KEEP_NANOS) {
            return Pending.of(last.at(asked) + timeoutMicros);
        }
        return gateway.serverTimeMicros().map(micros -> {
            long now = nanoTime.getAsLong();
            if (now - asked < GOOD_NANOS) {
                reading = new Reading(micros, now);
            }
            return micros + timeoutMicros;
        });
    }

    /** Forgets the reading: another server, or one whose clock was set. */
    public void forget() {
        reading = null;
    }

    private record Reading(long micros, long takenNanos) {
        long at(long nanos) {
            return micros + (nanos - takenNanos) / 1_000;
        }
    }
}
