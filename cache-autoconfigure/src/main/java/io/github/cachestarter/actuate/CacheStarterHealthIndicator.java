package io.github.cachestarter.actuate;

import io.github.cachestarter.Finding;
import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.BackendView;
import io.github.cachestarter.insight.FindingsRegister;
import io.github.cachestarter.insight.ServerSnapshot;
import io.github.cachestarter.invalidation.RepairState;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * UP, or DEGRADED while the servers are away or changes have not reached them: the application answers all the same, so it must not be taken out of a load
 * balancer. Spring Boot answers HTTP 200 for a status that nobody mapped, and leaves a status that is not in the
 * configured order out of the overall one, so this needs no mapping of its own and disturbs none of the application's.
 * Asks no server: it answers at once.
 */
public final class CacheStarterHealthIndicator extends AbstractHealthIndicator {

    /** The cache is away and the application works without it. */
    public static final Status DEGRADED = new Status("DEGRADED", "works without its cache");

    private final BackendView backend;
    private final FindingsRegister findings;

    /** Creates the indicator. */
    public CacheStarterHealthIndicator(BackendView backend, FindingsRegister findings) {
        super("The state of the cache could not be read");
        this.backend = backend;
        this.findings = findings;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        BackendSnapshot snapshot = backend.lastKnown();
        RepairState repairs = backend.repairs();
        builder.status(snapshot.available() && !repairs.pending() ? Status.UP : DEGRADED)
                .withDetail("mode", snapshot.mode())
                .withDetail("available", snapshot.available())
                .withDetail("breaker", snapshot.breaker())
                .withDetail(
                        "servers",
                        snapshot.servers().stream().map(ServerSnapshot::address).toList())
                .withDetail(
                        "findings",
                        findings.current().stream()
                                .map(CacheStarterHealthIndicator::line)
                                .toList());
        if (repairs.pending()) {
            builder.withDetail(
                    "repairs",
                    repairs.keys() + " evictions and " + repairs.clears()
                            + " clears have not reached Redis, the oldest for "
                            + repairs.oldestAge().toMillis() + " ms; they are sent again until they have");
        }
        if (!snapshot.available()) {
            builder.withDetail("reason", snapshot.away().message());
        }
    }

    private static String line(Finding finding) {
        return finding.code() + ": " + finding.subject();
    }
}
