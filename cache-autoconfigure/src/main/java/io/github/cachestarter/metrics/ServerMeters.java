package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.insight.ServerSnapshot.Memory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meters of one server. A gauge of what a server does not tell is NaN, a counter of it stays at zero. */
final class ServerMeters {

    private final MeterRegistry registry;
    private final BackendView backend;
    private final String address;
    private final List<Meter> meters = new ArrayList<>();

    ServerMeters(MeterRegistry registry, BackendView backend, String address) {
        this.registry = registry;
        this.backend = backend;
        this.address = address;
        gauge(MeterNames.MEMORY_USED, "bytes", "Memory that the server's data takes.", memory(Memory::usedBytes));
        gauge(MeterNames.MEMORY_MAX, "bytes", "The server's memory limit; 0 = none.", memory(Memory::maxBytes));
        gauge(
                MeterNames.SERVER_KEYS,
                null,
                "Keys in the database that the cache uses, of everybody.",
                ServerSnapshot::keys);
        gauge(MeterNames.SERVER_CLIENTS, null, "Connections the server has.", ServerSnapshot::connectedClients);
        counter(
                MeterNames.EVICTED_KEYS,
                "Keys the server removed for lack of memory, since its start.",
                ServerSnapshot::evictedKeys);
        counter(
                MeterNames.EXPIRED_KEYS,
                "Keys whose time-to-live ended, since the server's start.",
                ServerSnapshot::expiredKeys);
    }

    void remove() {
        meters.forEach(registry::remove);
    }

    private void gauge(
            String name, @Nullable String unit, String description, Function<ServerSnapshot, @Nullable Number> fact) {
        meters.add(Gauge.builder(name, backend, view -> value(view, fact, Double.NaN))
                .tag(MeterNames.TAG_SERVER, address)
                .baseUnit(unit)
                .description(description)
                .register(registry));
    }

    private void counter(String name, String description, Function<ServerSnapshot, @Nullable Number> fact) {
        meters.add(FunctionCounter.builder(name, backend, view -> value(view, fact, 0))
                .tag(MeterNames.TAG_SERVER, address)
                .description(description)
                .register(registry));
    }

    private double value(BackendView view, Function<ServerSnapshot, @Nullable Number> fact, double unknown) {
        for (ServerSnapshot server : view.lastKnown().servers()) {
            if (server.address().equals(address)) {
                Number value = fact.apply(server);
                return value == null ? unknown : value.doubleValue();
            }
        }
        return unknown;
    }

    private static Function<ServerSnapshot, @Nullable Number> memory(Function<Memory, Number> fact) {
        return server -> server.memory() == null ? null : fact.apply(server.memory());
    }
}
