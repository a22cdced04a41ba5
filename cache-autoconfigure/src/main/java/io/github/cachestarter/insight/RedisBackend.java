package io.github.cachestarter.insight;

import io.github.cachestarter.insight.ServerSnapshot.Memory;
import io.github.cachestarter.invalidation.InvalidationBus;
import io.github.cachestarter.invalidation.RepairQueue;
import io.github.cachestarter.invalidation.RepairState;
import io.github.cachestarter.redis.RedisAccess;
import io.github.cachestarter.redis.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The Redis behind the caches. Thread-safe. */
public final class RedisBackend implements BackendView {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final String mode;
    private final RedisAccess access;
    private final InvalidationBus bus;
    private final RepairQueue repairs;
    private final @Nullable ServerSampling sampling;

    /**
     * Creates a view on the servers of this access, on how changes are heard over it, and on those it does not have yet.
     *
     * @param sampling looks at random keys; null: nobody does
     */
    public RedisBackend(
            String mode,
            RedisAccess access,
            InvalidationBus bus,
            RepairQueue repairs,
            @Nullable ServerSampling sampling) {
        this.mode = mode;
        this.access = access;
        this.bus = bus;
        this.repairs = repairs;
        this.sampling = sampling;
    }

    @Override
    public @Nullable SampleOfServers sample() {
        return sampling == null ? null : sampling.latest();
    }

    @Override
    public RepairState repairs() {
        return repairs.state();
    }

    @Override
    public BackendSnapshot lastKnown() {
        List<ServerFacts> facts = access.servers();
        Instant asOf = facts.stream()
                .map(ServerFacts::at)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new BackendSnapshot(
                mode,
                access.gateway().available(),
                Label.of(access.breaker()),
                asOf,
                bus.snapshot(),
                facts.stream().map(RedisBackend::server).toList());
    }

    @Override
    public BackendSnapshot current() {
        if (access.gateway().available()) {
            awaitLook();
        }
        return lastKnown();
    }

    @Override
    public void addListener(Runnable listener) {
        access.onSeen(listener);
    }

    // A server that hangs looks available until the breaker opens, hence the limit.
    private void awaitLook() {
        try {
            var ignored = access.look().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ex) {
            // What was known before is the answer then, and its time tells that it is old.
        }
    }

    private static ServerSnapshot server(ServerFacts facts) {
        return new ServerSnapshot(
                facts.address(),
                known(facts.server()),
                known(facts.role()),
                known(facts.evictionPolicy()),
                memory(facts.memory()),
                known(facts.traffic().evictedKeys()),
                known(facts.traffic().evictionsPerSecond()),
                known(facts.traffic().expiredKeys()),
                known(facts.traffic().keys()),
                known(facts.traffic().connectedClients()));
    }

    private static @Nullable Memory memory(ServerFacts.Memory memory) {
        return memory.usedBytes() < 0 || memory.maxBytes() < 0
                ? null
                : new Memory(
                        memory.usedBytes(),
                        memory.maxBytes(),
                        known(memory.usedRatio()),
                        known(memory.fragmentation()));
    }

    private static @Nullable String known(String fact) {
        return ServerFacts.UNKNOWN.equals(fact) ? null : fact;
    }

    private static @Nullable Long known(long fact) {
        return fact < 0 ? null : fact;
    }

    private static @Nullable Double known(double fact) {
        return fact < 0 ? null : fact;
    }
}
