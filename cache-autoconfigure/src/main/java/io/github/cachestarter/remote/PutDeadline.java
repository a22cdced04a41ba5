package io.github.cachestarter.remote;

import io.github.cachestarter.Pending;
import io.github.cachestarter.redis.RedisGateway;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The server time at which the caller of a direct put gives up. A put that runs later than that removes the key instead
 * of storing: without it, a put that had timed out and waited in a dead connection could overwrite what was evicted or
 * put since (check LH5 of the protocol model). Thread-safe; one for all caches of an instance.
 *
 * <p>The server's time is read once a minute and extrapolated with monotonic time in between, so that a direct put is one
 * round trip: one reading for each clock, since the nodes of a cluster do not agree and a new connection may lead to
 * another server. The reading counts from the arrival of the reply, later than it was taken: what is extrapolated is never
 * ahead of the server, so that a deadline errs to the early side, by the time the reply was under way. A reading that
 * took long is used once and not kept.
 */
public final class PutDeadline {

    private static final long KEEP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long GOOD_NANOS = Duration.ofMillis(50).toNanos();

    private final RedisGateway gateway;
    private final long timeoutMicros;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Reading> readings = new ConcurrentHashMap<>();

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

    /** The deadline of a put of this key that is sent now, in server microseconds. Reads the server's time if that is due. */
    Pending<Long> next(byte[] key) {
        long asked = nanoTime.getAsLong();
        String clock = gateway.clockOf(key);
        Reading last = readings.get(clock);
        if (last != null && last.isFresh(asked)) {
            return Pending.of(last.at(asked) + timeoutMicros);
        }
        return gateway.serverTimeMicros(key).map(micros -> {
            long now = nanoTime.getAsLong();
            if (now - asked < GOOD_NANOS) {
                readings.values().removeIf(reading -> !reading.isFresh(now));
                readings.put(clock, new Reading(micros, now));
            }
            return micros + timeoutMicros;
        });
    }

    /** Forgets what was read for this key: the server's clock may have been set. */
    void forget(byte[] key) {
        readings.remove(gateway.clockOf(key));
    }

    private record Reading(long micros, long takenNanos) {
        boolean isFresh(long nanos) {
            return nanos - takenNanos < KEEP_NANOS;
        }

        long at(long nanos) {
            return micros + (nanos - takenNanos) / 1_000;
        }
    }
}
