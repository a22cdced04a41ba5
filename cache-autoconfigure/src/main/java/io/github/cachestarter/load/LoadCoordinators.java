package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.remote.RemoteTier;

/** Makes the coordinators of caches. Thread-safe; one per JVM, since the {@link LoadRuntime} is. */
public final class LoadCoordinators {

    private final LoadRuntime runtime;

    /** Creates a factory whose coordinators share a runtime. */
    public LoadCoordinators(LoadRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Makes the coordinator of one cache; of a cache that is not enabled, one that passes everything through.
     *
     * @param keyPattern matches all Redis keys of the cache and no other
     */
    public LoadCoordinator create(
            CacheSettings settings,
            RemoteTier tier,
            byte[] keyPattern,
            CacheListener listener,
            FailureReporter reporter) {
        Reports reports = new Reports(settings.name(), listener, reporter, runtime.ticker());
        if (!settings.enabled()) {
            return new PassThroughCoordinator(reports, runtime.executor(), runtime.waits());
        }
        TtlPolicy ttl = new TtlPolicy(settings.ttl(), runtime.random());
        return new SingleFlightCoordinator(
                new LoadContext(settings, tier, reports, ttl, new Flights(), new HeldKeys(), runtime), keyPattern);
    }
}
