package io.github.cachestarter.metrics;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator;
import io.github.cachestarter.load.Reloadable;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.metrics.CacheObservationContext.Operation;
import io.github.cachestarter.metrics.CacheObservationContext.Result;
import io.micrometer.observation.Observation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator whose loads are observed: what the method does, its queries for example, belongs to the observation. A
 * caller that takes somebody else's load has none of its own. Everything else goes through.
 */
record ObservedLoads(String cache, LoadCoordinator loads, CacheObservations observations) implements LoadCoordinator {

    @Override
    public @Nullable Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader)
            throws Exception {
        if (!observations.areHandled()) {
            return loads.get(key, type, loader);
        }
        if (loader instanceof Reloadable) {
            Reloadable observed = () -> load(loader); // still one that may be called again, later and elsewhere
            return loads.get(key, type, observed);
        }
        return loads.get(key, type, () -> load(loader));
    }

    private @Nullable Object load(Callable<? extends @Nullable Object> loader) throws Exception {
        CacheObservations.Running running = observations.begin(cache, Operation.LOAD);
        Observation.Scope scope = running.scope();
        try {
            return loader.call();
        } catch (Throwable ex) {
            running.fail(ex);
            throw ex;
        } finally {
            scope.close();
            running.end(Result.SUCCESS);
        }
    }

    @Override
    public CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        if (!observations.areHandled()) {
            return loads.getAsync(key, type, loader);
        }
        // The loader is called on another thread, which does not know what this one is doing.
        Observation caller = observations.current();
        return loads.getAsync(key, type, () -> load(loader, caller));
    }

    private CompletionStage<? extends @Nullable Object> load(
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader, @Nullable Observation caller) {
        CacheObservations.Running running = observations.begin(cache, Operation.LOAD, caller);
        Observation.Scope scope = running.scope();
        try {
            CompletionStage<? extends @Nullable Object> loading = loader.get();
            var ignored = loading.whenComplete((value, failure) -> {
                if (failure == null) {
                    running.end(Result.SUCCESS);
                } else {
                    running.fail(failure);
                }
            });
            return loading;
        } catch (Throwable ex) {
            running.fail(ex);
            throw ex;
        } finally {
            scope.close();
        }
    }

    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        return loads.near(key, type);
    }

    @Override
    public void expect(Type type) {
        loads.expect(type);
    }

    @Override
    public Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        return loads.peek(key, type);
    }

    @Override
    public Pending<Boolean> warm(EntryKey key) {
        return loads.warm(key);
    }

    @Override
    public Pending<FencedRead> readFenced(EntryKey key, @Nullable Type type) {
        return loads.readFenced(key, type);
    }

    @Override
    public Pending<Boolean> storeFenced(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos) {
        return loads.storeFenced(key, type, token, value, startedNanos);
    }

    @Override
    public Pending<Boolean> abandon(EntryKey key, Token token) {
        return loads.abandon(key, token);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key) {
        return loads.claim(key);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key, Duration atMost) {
        return loads.claim(key, atMost);
    }

    @Override
    public Pending<Boolean> putClaimed(
            EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        return loads.putClaimed(key, type, claim, value);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        return loads.put(key, type, value);
    }

    @Override
    public @Nullable Present putIfAbsent(EntryKey key, @Nullable Object value) {
        return loads.putIfAbsent(key, value);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return loads.evict(key);
    }

    @Override
    public Pending<Boolean> clear() {
        return loads.clear();
    }

    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        return loads.clearSoftly(spread);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        return loads.evictTag(tag);
    }
}
