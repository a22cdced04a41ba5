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
 * <p>Callers that are under way at that moment must not all pay the timeout: whoever has had no reply for half of its time
 * asks whether it {@link #mayGoOn}. Five callers in a row may, unless a reply comes in between; the others give up, and
 * until the five know more nobody else is let in. What a reply within that time costs: some calls go to their loaders
 * although Redis was merely slow, for half a timeout at most. The primaries of a cluster share these five while none of
 * them replies ({@link Silence}).
 *
 * <p>Unlike an ordinary breaker, this one never lets a caller try whether Redis is back: a probe of its own opens a
 * <em>fresh connection</em> in the background, since the old one may be dead for the operating system's patience (measured
 * after a blackhole of 25 s: 0.3 s to recover with it, over 42 s without). So Resilience4j keeps the count and the state
 * here, and every way out of the open state is ours. Thread-safe.
 */
final class Breaker implements Outcomes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final int FAILURES = 5;

    /** One for all refusals: it has no stack trace, no causes to come and nobody who could change it. */
    private final RemoteException refusal = new RemoteException(
            RemoteException.Reason.BREAKER_OPEN,
            "Redis does not answer, so nothing is sent until it does (the breaker is open)",
            null);

    private final CircuitBreaker circuit;
    private final LongFunction<? extends CompletionStage<?>> probe;
    private final OpenTimes times;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final AvailabilityListener listener;
    private final Silence silence;

    private volatile Runnable onOpen = () -> {};

    /** Read by every command: the circuit is closed, and nobody suspects that Redis is away. */
    private volatile boolean permits = true;

    /** Whether there was trouble since the last success that was counted: most successes need no counting. */
    private volatile boolean troubled;

    // Guarded by this.
    private boolean closed = true;
    private int waiting;
    private long openedAt;
    private long mayCloseAt;
    private long closedAt;
    private boolean everClosed;
    private boolean ended;
    private Timer.@Nullable Task nextProbe;

    /**
     * @param probe finds out whether Redis answers on a connection that is newer than the given time; bounded
     * @param nanoTime monotonic time in nanoseconds
     * @param silence shared by the breakers of all primaries
     */
    Breaker(
            LongFunction<? extends CompletionStage<?>> probe,
            OpenTimes times,
            Timer timer,
            LongSupplier nanoTime,
            AvailabilityListener listener,
            Silence silence) {
        this.probe = probe;
        this.times = times;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.silence = silence;
        this.circuit = CircuitBreaker.of(
                "cache-starter",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(FAILURES)
                        .minimumNumberOfCalls(FAILURES)
                        .failureRateThreshold(100)
                        .build());
    }

    /** Sets what runs when the breaker opens; it must not block. */
    void onOpen(Runnable action) {
        onOpen = action;
    }

    /** Whether commands may be sent. Costs one volatile read. */
    boolean permits() {
        return permits;
    }

    /** What those are told who may not send. */
    RemoteException refusal() {
        return refusal;
    }

    BreakerState state() {
        return switch (circuit.getState()) {
            case OPEN, FORCED_OPEN -> BreakerState.OPEN;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            default -> BreakerState.CLOSED;
        };
    }

    @Override
    public void succeeded() {
        silence.broken();
        if (troubled) {
            trust();
        }
    }

    @Override
    public void failed(RemoteException failure) {
        if (!RemoteFailures.meansAway(failure)) {
            if (failure.reason() != RemoteException.Reason.BREAKER_OPEN) {
                succeeded();
            }
            return;
        }
        synchronized (this) {
            if (!closed) {
                return;
            }
            troubled = true;
            if (failure.reason() == RemoteException.Reason.TIMEOUT) {
                silence.timedOut();
            }
            circuit.onError(0, TimeUnit.NANOSECONDS, failure);
            if (circuit.getState() == CircuitBreaker.State.CLOSED) {
                return;
            }
        }
        open(failure);
    }

    @Override
    public boolean mayGoOn(Duration rest) {
        synchronized (this) {
            if (!closed) {
                return false;
            }
            troubled = true;
            if (!silence.isProven()) {
                return mayWait(rest);
            }
            circuit.transitionToOpenState();
        }
        open(new RemoteException(
                RemoteException.Reason.TIMEOUT,
                "Redis did not answer in time, neither this primary nor any other",
                null));
        return false;
    }

    private boolean mayWait(Duration rest) {
        if (waiting < FAILURES && silence.mayWait()) {
            waiting++;
            return true;
        }
        if (permits) {
            permits = false;
            // Those who wait will have told by then; if they were interrupted, others shall find out.
            timer.after(rest, this::askAgain);
        }
        return false;
    }

    private void askAgain() {
        silence.askAgain();
        endSuspicion();
    }

    private synchronized void trust() {
        if (closed) {
            endSuspicion();
            troubled = false;
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void endSuspicion() {
        waiting = 0;
        permits = closed;
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
            permits = false;
            openedAt = nanoTime.getAsLong();
            boolean flapping = everClosed && openedAt - closedAt < OpenTimes.FLAPPING.toNanos();
            wait = times.first(flapping);
            mayCloseAt = openedAt + wait.toNanos();
            nextProbe = timer.after(wait, this::probe);
        }
        // The application's log is the listener's affair: one line for one cause.
        log.debug("The breaker is open, first probe in {} ms: {}", wait.toMillis(), cause.getMessage());
        onOpen.run();
        listener.unavailable(cause);
    }

    private void probe() {
        long since;
        synchronized (this) {
            nextProbe = null;
            if (ended) {
                return;
            }
            since = openedAt;
            circuit.transitionToHalfOpenState();
        }
        var ignored = probed(since).whenComplete((answer, failure) -> {
            if (failure == null) {
                silence.broken();
                recovered();
            } else {
                stayOpen(failure);
            }
        });
    }

    private CompletionStage<?> probed(long since) {
        try {
            return probe.apply(since);
        } catch (RuntimeException | Error ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private synchronized void stayOpen(Throwable failure) {
        if (ended) {
            return;
        }
        circuit.transitionToOpenState();
        Duration wait = times.next();
        log.debug("Redis still does not answer, again in {} ms: {}", wait.toMillis(), failure.toString());
        nextProbe = timer.after(wait, this::probe);
    }

    private void recovered() {
        Duration outage;
        synchronized (this) {
            if (closed) {
                return;
            }
            closedAt = nanoTime.getAsLong();
            everClosed = true;
            outage = Duration.ofNanos(closedAt - openedAt);
            circuit.transitionToClosedState();
            closed = true;
            endSuspicion();
            troubled = false;
        }
        log.debug("The breaker is closed after {} ms", outage.toMillis());
        listener.recovered(outage);
    }

    /** Ends the probes of a server that nobody needs any more; whoever was told of its outage hears that it is over. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            if (nextProbe != null) {
                nextProbe.cancel();
            }
        }
        recovered();
    }
}
