package io.github.cachestarter.insight;

import io.github.cachestarter.redis.RedisGateway;
import java.util.List;

/** A backend of which only is known whether it answers. */
public final class GatewayBackend implements BackendView {

    private final String mode;
    private final RedisGateway gateway;

    /** Creates a view on what is behind this gateway. */
    public GatewayBackend(String mode, RedisGateway gateway) {
        this.mode = mode;
        this.gateway = gateway;
    }

    @Override
    public BackendSnapshot lastKnown() {
        boolean available = gateway.available();
        return new BackendSnapshot(mode, available, available ? "closed" : "open", null, List.of());
    }

    @Override
    public BackendSnapshot current() {
        return lastKnown();
    }

    @Override
    public void addListener(Runnable listener) {}
}
