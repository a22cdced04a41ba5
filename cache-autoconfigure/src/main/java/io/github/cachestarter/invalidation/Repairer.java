package io.github.cachestarter.invalidation;

import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what has not reached Redis, again and again until it has. It works in the background, and only while something is
 * pending: it looks four times a second which servers are within reach, and then goes through the queue, clears first
 * and the oldest keys first, in batches with a pause between them as long as the batch took, so that the server has at
 * least half of its time for everybody else. Every wait is jittered: an outage ends for all instances at once.
 *
 * <p>What fails stays and is sent again with the next pass, after growing waits while Redis answers and refuses.
 * Thread-safe.
 */
public final class Repairer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Repairer.class);
    private static final int BATCH = 64;
    private static final long SHORTEST = Duration.ofMillis(1).toNanos();
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final RepairQueue queue;
    private final Reach reach;
    private final Timing timing;
    private final RepairListener listener;
    private final Duration patience;
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile boolean closed;

    // Touched by one step at a time, each of which happens before the next.
    private final Queue<Work> pass = new ArrayDeque<>();
    private int refusedPasses;
    private volatile boolean refused;

    /**
     * Begins to work through a queue.
     *
     * @param patience how long {@link #close} waits for what is pending
     */
    public Repairer(RepairQueue queue, Reach reach, Timing timing, RepairListener listener, Duration patience) {
        this.queue = queue;
        this.reach = reach;
        this.timing = timing;
        this.listener = listener;
        this.patience = patience;
        queue.onEntered(this::work);
    }

    /** What this works through. */
    public RepairQueue queue() {
        return queue;
    }

    /**
     * Waits for what is pending, in bounded time, and says what remains. Nothing is sent any more after that: the executor
     * may run tasks for as long as there is a process, and each would keep everything alive that this one knows.
     */
    @Override
    public void close() {
        long begin = timing.ticker.getAsLong();
        try {
            if (!queue.awaitEmpty(patience)) {
                listener.abandoned(queue.state(), Duration.ofNanos(timing.ticker.getAsLong() - begin));
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            listener.abandoned(queue.state(), Duration.ofNanos(timing.ticker.getAsLong() - begin));
        } finally {
            closed = true;
        }
    }

    private void work() {
        if (!closed && working.compareAndSet(false, true)) {
            after(SOON);
        }
    }

    private void after(Duration wait) {
        if (closed) {
            return;
        }
        try {
            timing.delays.after(jittered(wait), this::step);
        } catch (RuntimeException | Error ex) {
            log.debug("The next repairs cannot be planned: they wait until something else is pending", ex);
            working.set(false);
        }
    }

    /** Whatever fails in it, an {@code OutOfMemoryError} that passes for one: what is pending is not forgotten. */
    private void step() {
        if (closed) {
            return;
        }
        try {
            next();
        } catch (RuntimeException | Error ex) {
            log.debug("Repairs broke off and begin again", ex);
            pass.clear();
            after(LOOK);
        }
    }

    private void next() {
        if (queue.isEmpty()) {
            pass.clear();
            working.set(false);
            if (!queue.isEmpty()) {
                work(); // entered just now
            }
        } else {
            if (pass.isEmpty()) {
                plan();
            }
            if (pass.isEmpty()) {
                after(LOOK);
            } else {
                send(batch());
            }
        }
    }

    /**
     * A pass: all that is pending now and within reach, in its order. A clear is one marker in one key: in a cluster it
     * waits for the server of that key and for no other.
     */
    private void plan() {
        refused = false;
        List<Repairs> caches = queue.caches().stream()
                .sorted(Comparator.comparing(Repairs::cache))
                .toList();
        caches.stream()
                .filter(repairs -> reach.key(repairs.changes().clearKey()))
                .forEach(this::planClear);
        for (Repairs repairs : caches) {
            repairs.pendingKeys().stream()
                    .filter(key -> reach.key(key.bytes()))
                    .forEach(key -> pass.add(new Work(repairs, key, null)));
        }
    }

    private void planClear(Repairs repairs) {
        if (repairs.pendingClear() != null) {
            pass.add(new Work(repairs, null, null));
        } else {
            repairs.pendingCauses().forEach(cause -> pass.add(new Work(repairs, null, cause)));
        }
    }

    private List<Work> batch() {
        List<Work> batch = new ArrayList<>(BATCH);
        for (Work next = pass.poll(); next != null; next = pass.poll()) {
            batch.add(next);
            if (batch.size() == BATCH) {
                break;
            }
        }
        return batch;
    }

    private void send(List<Work> batch) {
        long begin = timing.ticker.getAsLong();
        AtomicInteger unanswered = new AtomicInteger(batch.size() + 1);
        for (Work work : batch) {
            work.send(timing.delays, failure -> {
                if (failure != null) {
                    refused = true;
                }
                answered(unanswered, begin);
            });
        }
        answered(unanswered, begin); // also when there was nothing to send any more
    }

    private void answered(AtomicInteger unanswered, long begin) {
        if (unanswered.decrementAndGet() > 0) {
            return;
        }
        if (!pass.isEmpty()) {
            after(Duration.ofNanos(Math.max(SHORTEST, timing.ticker.getAsLong() - begin)));
            return;
        }
        refusedPasses = refused ? refusedPasses + 1 : 0;
        Duration wait = SOON.multipliedBy(1L << Math.min(refusedPasses, 10));
        after(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    /** From a half of the time to all of it. */
    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (1 + timing.random.getAsDouble()) / 2));
    }

    /**
     * Time and chance.
     *
     * @param delays runs the work; may block for a while
     * @param ticker monotonic time in nanoseconds
     * @param random from 0 to 1, for jitter; thread-safe
     */
    public record Timing(Delays delays, LongSupplier ticker, DoubleSupplier random) {}

    /**
     * One change to send again.
     *
     * @param key null: of the whole cache
     * @param cause why the whole cache; null: because it was cleared here
     */
    private record Work(
            Repairs repairs,
            @Nullable EntryKey key,
            @Nullable String cause) {

        void send(Delays delays, Consumer<@Nullable Throwable> answered) {
            long sent = repairs.sending();
            Pending<?> reply;
            try {
                reply = sent();
            } catch (RuntimeException | Error ex) {
                answered.accept(ex);
                return;
            }
            reply.whenDone(delays, (done, failure) -> {
                try {
                    if (failure == null) {
                        acknowledged(sent);
                    }
                } finally {
                    answered.accept(failure);
                }
            });
        }

        private Pending<?> sent() {
            if (key != null) {
                return repairs.changes().evict(key);
            }
            return cause == null ? repairs.changes().clear() : repairs.changes().clearOnce(cause);
        }

        private void acknowledged(long sent) {
            if (cause != null) {
                repairs.clearedOnce(cause, sent);
            } else if (key == null) {
                repairs.cleared(sent);
            } else {
                repairs.evicted(key, sent);
            }
        }
    }
}
