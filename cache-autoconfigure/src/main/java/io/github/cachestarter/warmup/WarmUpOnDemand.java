package io.github.cachestarter.warmup;

import io.github.cachestarter.CacheWarmer;
import io.github.cachestarter.insight.WarmUpResult;
import io.github.cachestarter.insight.WarmUps;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does for one cache what {@link WarmUp} does for all at the start, when an operator asks for it: after a clear for example.
 * One at a time, since what loads beside the callers is not to be more than at the start. Thread-safe.
 */
public final class WarmUpOnDemand implements WarmUps {

    private final Function<String, Optional<WarmedCache>> caches;
    private final Supplier<List<CacheWarmer>> warmers;
    private final WarmUp warmUp;
    private final ReentrantLock running = new ReentrantLock();

    /**
     * Creates it.
     *
     * @param caches finds a cache that can be warmed
     */
    public WarmUpOnDemand(
            Function<String, Optional<WarmedCache>> caches, Supplier<List<CacheWarmer>> warmers, WarmUp warmUp) {
        this.caches = caches;
        this.warmers = warmers;
        this.warmUp = warmUp;
    }

    @Override
    public Optional<WarmUpResult> warm(String cache) {
        if (running.isHeldByCurrentThread() || !running.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(warmUp.run(caches.apply(cache).stream().toList(), warmers.get()));
        } finally {
            running.unlock();
        }
    }
}
