package io.github.cachestarter.invalidation;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the bus as a whole, for people and their meters. Written by one thread, read by all. */
final class BusState {

    private static final Logger log = LoggerFactory.getLogger(BusState.class);

    private final LongSupplier nanoTime;
    private final long maxStaleness;
    private final CopyOnWriteArrayList<BusObserver> observers = new CopyOnWriteArrayList<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong jumps = new AtomicLong();

    private volatile Phase phase;
    private volatile @Nullable Long proof;
    private volatile @Nullable String lastLoss;

    BusState(BusSettings settings) {
        this.nanoTime = settings.nanoTime();
        this.maxStaleness = settings.maxStaleness().toNanos();
        this.phase = new Phase(false, nanoTime.getAsLong());
    }

    void observe(BusObserver observer) {
        observers.add(observer);
    }

    boolean open() {
        return phase.open();
    }

    Duration since() {
        return age(phase.at());
    }

    @Nullable
    Duration lag() {
        Long sent = proof;
        return sent == null ? null : age(sent);
    }

    long reconnects() {
        return Math.max(0, connections.get() - 1);
    }

    long jumps() {
        return jumps.get();
    }

    @Nullable
    String lastLoss() {
        return lastLoss;
    }

    void connected() {
        connections.incrementAndGet();
    }

    void proved(long sent) {
        proof = sent;
        tick();
    }

    /** A gate shuts by itself when its time runs out; here that is noticed and told. */
    void tick() {
        long now = nanoTime.getAsLong();
        Long sent = proof;
        boolean open = sent != null && now - sent <= maxStaleness;
        if (open != phase.open()) {
            turn(
                    open,
                    now,
                    "no PING was proved answered within "
                            + Duration.ofNanos(maxStaleness).toMillis() + " ms");
        }
    }

    void disconnected(String why) {
        proof = null;
        lastLoss = why;
        if (phase.open()) {
            turn(false, nanoTime.getAsLong(), why);
        }
    }

    void jumped() {
        jumps.incrementAndGet();
        proof = null;
        if (phase.open()) {
            turn(
                    false,
                    nanoTime.getAsLong(),
                    "the wall clock and the monotonic clock disagree: was the process paused?");
        }
    }

    private void turn(boolean open, long now, String why) {
        Duration before = Duration.ofNanos(now - phase.at());
        phase = new Phase(open, now);
        for (BusObserver observer : observers) {
            try {
                if (open) {
                    observer.opened(before);
                } else {
                    observer.shut(why);
                }
            } catch (RuntimeException ex) {
                log.debug("An observer of the invalidation bus failed", ex);
            }
        }
    }

    private Duration age(long at) {
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - at));
    }

    private record Phase(boolean open, long at) {}
}
