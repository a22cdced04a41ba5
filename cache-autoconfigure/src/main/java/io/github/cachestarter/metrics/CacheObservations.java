package io.github.cachestarter.metrics;

import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.metrics.CacheObservationContext.Operation;
import io.github.cachestarter.metrics.CacheObservationContext.Result;
import io.github.cachestarter.remote.RemoteStore;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows traces what caches do: wraps the parts of a cache of which observations are to be made. The registry is asked for
 * at the first operation, since what observes may itself need caches. While nobody handles observations, none is made: one
 * costs a microsecond or more, which is felt beside a read from Redis. Thread-safe.
 */
public final class CacheObservations {

    private final Supplier<ObservationRegistry> registry;
    private final CacheObservationConvention convention;

    /** Creates observations of this convention. */
    public CacheObservations(Supplier<ObservationRegistry> registry, CacheObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    /** A store whose reads and evictions are observed. */
    public RemoteStore observed(String cache, RemoteStore store) {
        return new ObservedStore(cache, store, this);
    }

    /** A coordinator whose loads are observed. */
    public LoadCoordinator observed(String cache, LoadCoordinator loads) {
        return new ObservedLoads(cache, loads, this);
    }

    /** Whether anybody handles observations. */
    boolean areHandled() {
        return !registry.get().isNoop();
    }

    /** What the calling thread is doing; null: nothing that is observed. */
    @Nullable
    Observation current() {
        return registry.get().getCurrentObservation();
    }

    /** Begins an observation within what the calling thread is doing. */
    Running begin(String cache, Operation operation) {
        return begin(cache, operation, null);
    }

    /**
     * Begins an observation.
     *
     * @param parent what it belongs to; null: to what the calling thread is doing
     */
    Running begin(String cache, Operation operation, @Nullable Observation parent) {
        CacheObservationContext context = new CacheObservationContext(cache, operation);
        Observation observation = Observation.createNotStarted(convention, () -> context, registry.get());
        if (parent != null) {
            observation.parentObservation(parent);
        }
        return new Running(context, observation.start());
    }

    /** An operation that runs; only its first end counts. */
    static final class Running {

        private final CacheObservationContext context;
        private final Observation observation;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Running(CacheObservationContext context, Observation observation) {
            this.context = context;
            this.observation = observation;
        }

        /** Makes it what the calling thread is doing, until the scope is closed by the same thread. */
        Observation.Scope scope() {
            return observation.openScope();
        }

        void end(Result result) {
            if (ended.compareAndSet(false, true)) {
                context.result(result);
                observation.stop();
            }
        }

        void fail(Throwable failure) {
            if (ended.compareAndSet(false, true)) {
                context.result(Result.FAILURE);
                observation.error(failure);
                observation.stop();
            }
        }
    }
}
