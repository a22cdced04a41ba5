package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.ServerSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The meters of the servers and of the breaker. They show what was read last and ask nobody, so that a scrape never waits
 * for a server. A server has meters from the moment it is known until it is known to be gone. Thread-safe.
 */
public final class BackendMeters implements MeterBinder {

    private static final List<String> BREAKER_STATES = List.of("closed", "open", "half-open");

    private final BackendView backend;
    private final Map<String, ServerMeters> servers = new HashMap<>();

    /** Creates the meters of this backend. */
    public BackendMeters(BackendView backend) {
        this.backend = backend;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(MeterNames.AVAILABLE, backend, view -> view.lastKnown().available() ? 1 : 0)
                .description("1 while the server is used; 0 while the application works without it.")
                .register(registry);
        for (String state : BREAKER_STATES) {
            Gauge.builder(
                            MeterNames.BREAKER,
                            backend,
                            view -> state.equals(view.lastKnown().breaker()) ? 1 : 0)
                    .tag(MeterNames.TAG_STATE, state)
                    .description("1 for the state the circuit breaker is in; 0 for the others.")
                    .register(registry);
        }
        if (backend.lastKnown().bus() != null) {
            new BusMeters(backend).bindTo(registry);
        }
        bindRepairs(registry);
        backend.addListener(() -> bindServers(registry));
        bindServers(registry);
    }

    private void bindRepairs(MeterRegistry registry) {
        Gauge.builder(
                        MeterNames.REPAIRS_PENDING,
                        backend,
                        view -> view.repairs().keys() + view.repairs().clears())
                .description(
                        "Evictions and clears that the server has not acknowledged; they are sent again until it has.")
                .register(registry);
        TimeGauge.builder(
                        MeterNames.REPAIRS_AGE,
                        backend,
                        TimeUnit.SECONDS,
                        view -> view.repairs().oldestAge().toMillis() / 1000.0)
                .description("For how long the oldest of them has been pending.")
                .register(registry);
        FunctionCounter.builder(
                        MeterNames.REPAIRS_DONE, backend, view -> view.repairs().repaired())
                .description("Evictions and clears that reached the server later.")
                .register(registry);
        FunctionCounter.builder(
                        MeterNames.REPAIRS_COLLAPSED,
                        backend,
                        view -> view.repairs().collapsed())
                .description("Evictions that became part of a clear of their cache because too many were pending.")
                .register(registry);
    }

    private synchronized void bindServers(MeterRegistry registry) {
        BackendSnapshot snapshot = backend.lastKnown();
        Set<String> known =
                snapshot.servers().stream().map(ServerSnapshot::address).collect(Collectors.toSet());
        servers.entrySet().removeIf(entry -> {
            boolean gone = !known.contains(entry.getKey());
            if (gone) {
                entry.getValue().remove();
            }
            return gone;
        });
        for (String address : known) {
            servers.computeIfAbsent(address, key -> new ServerMeters(registry, backend, key));
        }
    }
}
