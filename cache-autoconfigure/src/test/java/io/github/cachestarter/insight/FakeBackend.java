package io.github.cachestarter.insight;

import io.github.cachestarter.invalidation.BusSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A backend whose facts the test decides. */
public final class FakeBackend implements BackendView {

    public static final Instant SEEN = Instant.parse("2026-01-02T03:04:05Z");

    private static final BusSnapshot BUS = new BusSnapshot(
            true,
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            List.of("app:cache-starter:products"),
            List.of(),
            5,
            1,
            0,
            2,
            0,
            "connection reset");

    private final List<Runnable> listeners = new ArrayList<>();
    private volatile BackendSnapshot snapshot = new BackendSnapshot("remote", true, "closed", SEEN, BUS, List.of());

    /** A server that tells everything. */
    public static ServerSnapshot server(String address) {
        return new ServerSnapshot(
                address,
                "redis 7.0.15",
                "primary",
                "allkeys-lru",
                new ServerSnapshot.Memory(512, 1024, 0.5, 1.1),
                7L,
                0.25,
                8L,
                9L,
                3L);
    }

    public FakeBackend servers(ServerSnapshot... servers) {
        BackendSnapshot old = snapshot;
        return become(new BackendSnapshot(old.mode(), old.available(), old.breaker(), SEEN, BUS, List.of(servers)));
    }

    public FakeBackend away() {
        BackendSnapshot old = snapshot;
        return become(new BackendSnapshot(old.mode(), false, "open", old.asOf(), old.bus(), old.servers()));
    }

    public FakeBackend become(BackendSnapshot next) {
        snapshot = next;
        listeners.forEach(Runnable::run);
        return this;
    }

    @Override
    public BackendSnapshot lastKnown() {
        return snapshot;
    }

    @Override
    public BackendSnapshot current() {
        return snapshot;
    }

    @Override
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }
}
