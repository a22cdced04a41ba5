package io.github.cachestarter.insight;

import io.github.cachestarter.Finding;
import io.github.cachestarter.Finding.Severity;
import io.github.cachestarter.invalidation.BusSnapshot;
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
 * @param bus how changes of other instances are heard; null: they are not listened to
 * @param servers the servers as last seen, empty if none ever answered
 */
public record BackendSnapshot(
        String mode,
        boolean available,
        String breaker,
        @Nullable Instant asOf,
        @Nullable BusSnapshot bus,
        List<ServerSnapshot> servers) {

    public BackendSnapshot {
        servers = List.copyOf(servers);
    }

    /** What it means, in words, that the servers are away; only to be said while they are. */
    public Finding away() {
        String facts = asOf == null
                ? "No server has answered since the start, so nothing is known of them."
                : "The numbers about the servers are those of " + asOf + ".";
        return new Finding(
                Severity.ERROR,
                "backend-away",
                "redis",
                "Redis does not answer (breaker: " + breaker + "). Cached methods run as if there were no cache: calls"
                        + " are answered, and slower. " + facts,
                "Check that the server of spring.data.redis.* runs and can be reached from here. Nothing has to be done in"
                        + " the application: it uses the server again as soon as it answers.");
    }
}
