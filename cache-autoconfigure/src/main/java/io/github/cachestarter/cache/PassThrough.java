package io.github.cachestarter.cache;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.load.LoadCoordinator;
import java.lang.reflect.Type;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a cache that is switched off does: every read is a miss, every load runs, nothing is stored. */
final class PassThrough implements LoadCoordinator {

    @Override
    public @Nullable Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader)
            throws Exception {
        return loader.call();
    }

    @Override
    public CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        CompletableFuture<@Nullable Object> loaded = new CompletableFuture<>();
        try {
            var unused = loader.get().whenComplete((value, failure) -> Futures.complete(loaded, value, failure));
        } catch (RuntimeException ex) {
            loaded.completeExceptionally(ex);
        }
        return loaded;
    }

    @Override
    public Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        return Pending.of(null);
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
    public Pending<Boolean> putClaimed(
            EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return Pending.of(false);
    }

    @Override
    public Pending<Boolean> clear() {
        return Pending.of(false);
    }
}
