package io.github.cachestarter.insight;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The remote tier at one moment. Immutable.
 *
 * @param mode which tiers are used: {@code remote}, {@code tiered} or {@code local}
 * @param available whether commands are sent: a connection is there and the breaker is closed
 * @param breaker {@code closed}, {@code open} or {@code half-open}
 * @param asOf when the facts about the servers were read; null: never yet
 * @param servers the servers as last seen, empty if none ever answered
 */
public record BackendSnapshot(
        String mode,
        boolean available,
        String breaker,
        @Nullable Instant asOf,
        List<ServerSnapshot> servers) {

    public BackendSnapshot {
        servers = List.copyOf(servers);
    }
}
