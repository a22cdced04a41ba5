package io.github.cachestarter.insight;

import io.github.cachestarter.redis.RedisAccess;
import java.util.List;

/** The Redis behind the caches. Thread-safe. */
public final class RedisBackend implements BackendView {

    private final String mode;
    private final RedisAccess access;

    /** Creates a view on the servers of this access. */
    public RedisBackend(String mode, RedisAccess access) {
        this.mode = mode;
        this.access = access;
    }

    @Override
    public BackendSnapshot lastKnown() {
        return new BackendSnapshot(mode, access.gateway().available(), Label.of(access.breaker()), null, List.of());
    }

    @Override
    public BackendSnapshot current() {
        return lastKnown();
    }

    @Override
    public void addListener(Runnable listener) {}
}
