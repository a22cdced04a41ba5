package io.github.cachestarter.metrics;

import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.invalidation.BusSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The meters of how changes of other instances are heard. */
record BusMeters(BackendView backend) implements MeterBinder {

    private static final double NANOS = 1e9;

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(MeterNames.BUS_OPEN, backend, value(bus -> bus.open() ? 1 : 0))
                .description("1 while messages of other instances are proved to come through; 0 while the memory of the"
                        + " process is not used.")
                .register(registry);
        Gauge.builder(MeterNames.BUS_LAG, backend, value(BusMeters::lag))
                .baseUnit("seconds")
                .description("Age of the newest proof that messages come through.")
                .register(registry);
        counter(registry, MeterNames.BUS_MESSAGES, "Messages heard, own ones included.", BusSnapshot::received);
        counter(registry, MeterNames.BUS_IGNORED, "Messages that made no sense here.", BusSnapshot::ignored);
        counter(registry, MeterNames.BUS_RECONNECTS, "New connections for messages.", BusSnapshot::reconnects);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<BusSnapshot> count) {
        FunctionCounter.builder(name, backend, value(count))
                .description(description)
                .register(registry);
    }

    private static double lag(BusSnapshot bus) {
        return bus.lag() == null ? Double.NaN : bus.lag().toNanos() / NANOS;
    }

    private static ToDoubleFunction<BackendView> value(ToDoubleFunction<BusSnapshot> of) {
        return view -> {
            BusSnapshot bus = view.lastKnown().bus();
            return bus == null ? 0 : of.applyAsDouble(bus);
        };
    }
}
