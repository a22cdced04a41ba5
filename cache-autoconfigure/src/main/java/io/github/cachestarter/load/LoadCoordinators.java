package io.github.cachestarter.load;

import io.github.cachestarter.CacheListener;
import io.github.cachestarter.CacheSettings;
import io.github.cachestarter.CacheTtlResolver;
import io.github.cachestarter.local.LocalTier;
import io.github.cachestarter.remote.RemoteTier;

/** Makes the coordinators of caches. Thread-safe; one per JVM, since the {@link LoadRuntime} is. */
public final class LoadCoordinators {

    private final LoadRuntime runtime;
    private final boolean failOnRefused;
    private final Background background;
    private final CacheTtlResolver ttls;

    /** Creates a factory whose coordinators share a runtime and return refused values without storing them. */
    public LoadCoordinators(LoadRuntime runtime) {
        this(runtime, false, Background.none(runtime.executor()), CacheTtlResolver.NONE);
    }

    /**
     * Creates a factory whose coordinators share a runtime.
     *
     * @param failOnRefused whether a value that cannot be kept fails the call that would store it, with a
     *     {@link io.github.cachestarter.RefusedValueException}
     * @param background what runs while nobody waits for it
     * @param ttls decides how long values live; does not fail
     */
    public LoadCoordinators(LoadRuntime runtime, boolean failOnRefused, Background background, CacheTtlResolver ttls) {
        this.background = background;
        this.ttls = ttls;
        this.runtime = runtime;
        this.failOnRefused = failOnRefused;
    }

    /**
     * Makes the coordinator of one cache; of a cache that is not enabled, one that passes everything through.
     *
     * @param local what the cache keeps in this process
     * @param markers what was cleared
     */
    public LoadCoordinator create(
            CacheSettings settings,
            LocalTier local,
            RemoteTier remote,
            Marking markers,
            CacheListener listener,
            FailureReporter reporter) {
        Reports reports = new Reports(settings.name(), listener, reporter, runtime.ticker(), failOnRefused);
        if (!settings.enabled()) {
            return passThrough(reports);
        }
        Flights flights = new Flights();
        markers.onClear(() -> {
            local.cleared();
            flights.detachAll();
        });
        Freshness freshness = freshness(settings, markers);
        Tiers tiers = new Tiers(local, remote, markers, listener, !failOnRefused, freshness);
        return create(settings, tiers, reports, flights, freshness);
    }

    /** Makes the coordinator of a cache that this process alone has; the same if it is not enabled. */
    public LoadCoordinator createLocal(
            CacheSettings settings, LocalTier local, CacheListener listener, FailureReporter reporter) {
        Reports reports = new Reports(settings.name(), listener, reporter, runtime.ticker(), failOnRefused);
        if (!settings.enabled()) {
            return passThrough(reports);
        }
        Marking markers = Marking.alone(runtime.ticker());
        Freshness freshness = freshness(settings, markers);
        LocalStorage storage = new LocalStorage(
                local,
                runtime.ticker(),
                markers,
                freshness,
                listener,
                settings.local().ttl());
        return create(settings, storage, reports, new Flights(), freshness);
    }

    private Freshness freshness(CacheSettings settings, Marking markers) {
        return new Freshness(
                settings.load(), settings.ttl().idle().isPresent(), markers, runtime.clock(), runtime.random());
    }

    private LoadCoordinator create(
            CacheSettings settings, Storage storage, Reports reports, Flights flights, Freshness freshness) {
        TtlPolicy ttl = new TtlPolicy(settings.ttl(), ttls, runtime.clock(), runtime.random());
        LoadLimit limit = new LoadLimit(settings.name(), settings.loadLimit());
        return new SingleFlightCoordinator(new LoadContext(
                settings, storage, reports, ttl, flights, new HeldKeys(), limit, freshness, background, runtime));
    }

    /** Makes a coordinator that loads at every call and sends no command, for calls that must not touch their cache. */
    public LoadCoordinator passThrough(String cache, CacheListener listener, FailureReporter reporter) {
        return passThrough(new Reports(cache, listener, reporter, runtime.ticker(), failOnRefused));
    }

    private LoadCoordinator passThrough(Reports reports) {
        return new PassThroughCoordinator(reports, runtime.executor(), background.loads(), runtime.waits());
    }
}
