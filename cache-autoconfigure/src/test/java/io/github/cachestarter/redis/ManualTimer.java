package io.github.cachestarter.redis;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.LongSupplier;

/** A timer and its clock that move only when a test says so. For one thread. */
final class ManualTimer implements Timer, LongSupplier {

    private final Queue<Due> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now = 1_000;
    private long number;

    @Override
    public Task after(Duration wait, Runnable task) {
        Due due = new Due(now + wait.toNanos(), number++, task);
        tasks.add(due);
        return () -> tasks.remove(due);
    }

    @Override
    public long getAsLong() {
        return now;
    }

    /** Lets time pass and runs what falls due on the way, each at its time. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().at() <= end) {
            Due due = tasks.remove();
            now = due.at();
            due.task().run();
        }
        now = end;
    }

    /** How long until the next task; null if none waits. */
    Duration untilNext() {
        Due next = tasks.peek();
        return next == null ? null : Duration.ofNanos(next.at() - now);
    }

    private record Due(long at, long number, Runnable task) {}
}
