package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.LocalHit;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of a cache that is switched off, and of calls that must not touch theirs: every call loads, nothing is
 * stored, no command is sent.
 */
record PassThroughCoordinator(Reports reports, Executor executor, Executor loads, WaitGraph waits)
        implements LoadCoordinator {

    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        return null;
    }

    @Override
    public @Nullable Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader)
            throws Exception {
        Flight within = waits.loading();
        return new BlockingCaller(loader, () -> {}).run(() -> load(within)).get();
    }

    @Override
    public CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        AsyncCaller caller = new AsyncCaller(loader, executor, loads, () -> {}, Runnable::run);
        caller.start(() -> load(null));
        return caller.result();
    }

    @Override
    public void expect(Type type) {
        // Nothing is read here.
    }

    @Override
    public Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        return Pending.of(null);
    }

    @Override
    public Pending<Boolean> warm(EntryKey key) {
        return Pending.of(false);
    }

    @Override
    public Pending<FencedRead> readFenced(EntryKey key, @Nullable Type type) {
        return Pending.of(new FencedRead(null, null));
    }

    @Override
    public Pending<Boolean> storeFenced(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> abandon(EntryKey key, Token token) {
        return Pending.of(false);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key) {
        return Pending.of(null);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key, Duration atMost) {
        return Pending.of(null);
    }

    @Override
    public Pending<Boolean> putClaimed(
            EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        return Pending.of(false);
    }

    @Override
    public @Nullable Present putIfAbsent(EntryKey key, @Nullable Object value) {
        return null;
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> clear() {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        return Pending.of(false);
    }

    private Step load(@Nullable Flight within) {
        long started = reports.now();
        return new Step.Load(LoadScope.alone(waits, within), outcome -> {
            reports.loaded(outcome, started);
            return new Step.Done(outcome);
        });
    }
}
