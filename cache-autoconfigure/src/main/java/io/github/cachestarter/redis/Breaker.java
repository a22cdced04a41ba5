package io.github.cachestarter.redis;

import io.github.cachestarter.RemoteException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops sending to a Redis that does not answer. A stopped or cut-off server looks connected for minutes, and every call
 * would pay a timeout; after {@value #FAILURES} failures in a row that mean "away" (no reply, no connection; an error
 * reply is an answer) nothing is sent any more.
 *
 * <p>Unlike an ordinary breaker, this one never lets a caller try whether Redis is back: a probe of its own opens a
 * <em>fresh connection</em> in the background, since the old one may be dead for the operating system's patience (measured
 * after a blackhole of 25 s: 0.3 s to recover with it, over 42 s without). So Resilience4j keeps the count and the state
 * here, and every way out of the open state is ours. Thread-safe.
 */
final class Breaker {

    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final int FAILURES = 5;

    private final CircuitBreaker circuit;
    private final LongFunction<? extends CompletionStage<?>> probe;
    private final OpenTimes times;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final AvailabilityListener listener;

    /** Read by every command; follows the circuit. */
    private volatile boolean closed = true;

    /** Whether there was a failure since the last success that was counted: most successes need no counting. */
    private volatile boolean failing;

    // Guarded by this.
    private long openedAt;
    private long mayCloseAt;
    private long closedAt;
    private boolean everClosed;
    private Timer.@Nullable Task nextProbe;

    /**
     * @param probe finds out whether Redis answers on a connection that is newer than the given time; bounded
     * @param nanoTime monotonic time in nanoseconds
     */
    Breaker(
            LongFunction<? extends CompletionStage<?>> probe,
            OpenTimes times,
            Timer timer,
            LongSupplier nanoTime,
            AvailabilityListener listener) {
        this.probe = probe;
        this.times = times;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.circuit = CircuitBreaker.of(
                "cache-starter",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(FAILURES)
                        .minimumNumberOfCalls(FAILURES)
                        .failureRateThreshold(100)
                        .build());
    }

    /** Whether commands may be sent. Costs one volatile read. */
    boolean permits() {
        return closed;
    }

    BreakerState state() {
        return switch (circuit.getState()) {
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            default -> BreakerState.CLOSED;
        };
    }

    /** A command had its reply, of whatever kind. */
    void succeeded() {
        if (failing && closed) {
            failing = false;
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    /** A command failed. */
    void failed(RemoteException failure) {
        if (!RemoteFailures.meansAway(failure)) {
            if (failure.reason() != RemoteException.Reason.BREAKER_OPEN) {
                succeeded();
            }
            return;
        }
        if (!closed) {
            return;
        }
        failing = true;
        circuit.onError(0, TimeUnit.NANOSECONDS, failure);
        if (circuit.getState() != CircuitBreaker.State.CLOSED) {
            open(failure);
        }
    }

    /** A new connection stands: if Redis was given up for long enough, it is tried at once. */
    synchronized void connected() {
        if (!closed && nextProbe != null && nanoTime.getAsLong() - mayCloseAt >= 0) {
            nextProbe.cancel();
            nextProbe = null;
            timer.soon(this::probe);
        }
    }

    private void open(RemoteException cause) {
        Duration wait;
        synchronized (this) {
            if (!closed) {
                return;
            }
            closed = false;
            openedAt = nanoTime.getAsLong();
            boolean flapping = everClosed && openedAt - closedAt < OpenTimes.FLAPPING.toNanos();
            wait = times.first(flapping);
            mayCloseAt = openedAt + wait.toNanos();
            nextProbe = timer.after(wait, this::probe);
        }
        // The application's log is the listener's affair: one line for one cause.
        log.debug("The breaker is open, first probe in {} ms: {}", wait.toMillis(), cause.getMessage());
        listener.unavailable(cause);
    }

    private void probe() {
        long since;
        synchronized (this) {
            nextProbe = null;
            since = openedAt;
            circuit.transitionToHalfOpenState();
        }
        var ignored = probed(since).whenComplete((answer, failure) -> {
            if (failure == null) {
                close();
            } else {
                stayOpen(failure);
            }
        });
    }

    private CompletionStage<?> probed(long since) {
        try {
            return probe.apply(since);
        } catch (RuntimeException ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private void stayOpen(Throwable failure) {
        synchronized (this) {
            circuit.transitionToOpenState();
            Duration wait = times.next();
            log.debug("Redis still does not answer, again in {} ms: {}", wait.toMillis(), failure.toString());
            nextProbe = timer.after(wait, this::probe);
        }
    }

    private void close() {
        Duration outage;
        synchronized (this) {
            closedAt = nanoTime.getAsLong();
            everClosed = true;
            outage = Duration.ofNanos(closedAt - openedAt);
            failing = false;
            circuit.transitionToClosedState();
            closed = true;
        }
        log.debug("The breaker is closed after {} ms", outage.toMillis());
        listener.recovered(outage);
    }
}
