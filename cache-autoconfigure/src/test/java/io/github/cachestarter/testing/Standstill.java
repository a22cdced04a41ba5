package io.github.cachestarter.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How long this JVM stood still: a garbage collection, a machine that runs others, a quota that is used up. Where a promise
 * says how long something takes, that is of the time there was. What stands still may also fail once in vain and wait
 * before it is tried again, so each standstill counts several times.
 */
public final class Standstill implements AutoCloseable {

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

    /** What a thread may wait for its turn in quiet times. */
    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int COUNTS = 4;

    private final AtomicLong nanos = new AtomicLong();
    private final Thread thread = new Thread(this::run, "standstill");
    private volatile boolean closed;

    private Standstill() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to watch. */
    public static Standstill watch() {
        return new Standstill();
    }

    /** That much time, and what the machine did not give since the begin. */
    public Duration allow(Duration promised) {
        return promised.plusNanos(COUNTS * nanos.get());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(TICK);
            long now = System.nanoTime();
            if (now - last > USUAL) {
                nanos.addAndGet(now - last - TICK);
            }
            last = now;
        }
    }
}
