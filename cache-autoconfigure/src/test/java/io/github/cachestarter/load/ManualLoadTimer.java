package io.github.cachestarter.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** A timer whose time passes when a test says so; its ticker tells that time. */
final class ManualLoadTimer implements LoadTimer, LongSupplier {

    private final List<Waiting> tasks = new ArrayList<>();
    private long now = 1;

    @Override
    public synchronized Scheduled after(Duration wait, Runnable task) {
        Waiting waiting = new Waiting(now + wait.toNanos(), task);
        tasks.add(waiting);
        return () -> remove(waiting);
    }

    @Override
    public synchronized long getAsLong() {
        return now;
    }

    /** Runs what becomes due, in order, each at its own time. */
    void pass(Duration time) {
        long end = getAsLong() + time.toNanos();
        for (Waiting due = due(end); due != null; due = due(end)) {
            due.task.run();
        }
    }

    synchronized int size() {
        return tasks.size();
    }

    private synchronized Waiting due(long end) {
        Waiting first = tasks.stream()
                .filter(task -> task.at <= end)
                .min(Comparator.comparingLong(Waiting::at))
                .orElse(null);
        tasks.remove(first);
        now = first == null ? end : first.at;
        return first;
    }

    private synchronized void remove(Waiting waiting) {
        tasks.remove(waiting);
    }

    private record Waiting(long at, Runnable task) {}
}
