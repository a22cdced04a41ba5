package io.github.cachestarter.actuate;

import io.github.cachestarter.insight.BackendSnapshot;
import io.github.cachestarter.insight.BackendView;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Stands in for Spring Boot's own indicator of Redis. That one turns the whole application DOWN when Redis is away, after
 * having waited for it as long as the application's own client waits. Both is right for an application that needs Redis,
 * and wrong for one that only caches in it. So: as long as nothing but the cache uses Redis, it is DEGRADED at worst, and
 * nobody is asked; otherwise Spring Boot's indicator has the word.
 */
public final class SharedRedisHealthIndicator extends AbstractHealthIndicator {

    private final BackendView backend;
    private final Supplier<List<String>> otherUsers;
    private final HealthIndicator stock;

    /**
     * Creates the indicator.
     *
     * @param otherUsers the beans beside the cache that use Redis
     * @param stock Spring Boot's own indicator
     */
    public SharedRedisHealthIndicator(BackendView backend, Supplier<List<String>> otherUsers, HealthIndicator stock) {
        super("Redis health check failed");
        this.backend = backend;
        this.otherUsers = otherUsers;
        this.stock = stock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> users = otherUsers.get();
        if (users.isEmpty()) {
            BackendSnapshot snapshot = backend.lastKnown();
            builder.status(snapshot.available() ? Status.UP : CacheStarterHealthIndicator.DEGRADED)
                    .withDetail("usedBy", "the cache only, see cacheStarter");
            return;
        }
        Health health = stock.health();
        if (health != null) {
            builder.status(health.getStatus()).withDetails(health.getDetails());
        }
        builder.withDetail("usedBy", users);
    }
}
