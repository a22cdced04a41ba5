package io.github.cachestarter.load;

import io.github.cachestarter.Entry;
import io.github.cachestarter.EntryKey;
import io.github.cachestarter.EntryMeta;
import io.github.cachestarter.Pending;
import io.github.cachestarter.Token;
import io.github.cachestarter.local.DirectKeys;
import io.github.cachestarter.local.LocalHit;
import io.github.cachestarter.remote.RemoteTier.Lookup;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One load of a key at a time: in this JVM by flights ({@link Flight}), among all by the lease in Redis ({@link Lead}).
 * A hit is one GET and touches nothing of all that; {@link Miss} tells how a call goes on without one.
 */
final class SingleFlightCoordinator implements LoadCoordinator {

    private final LoadContext context;
    private final Writes writes;
    private final Fenced fenced;
    private final AbsentPuts absentPuts;
    private final Refresher refresher;
    private final HotReads hot;
    private final TimeLimits limits;

    SingleFlightCoordinator(LoadContext context) {
        this.context = context;
        this.writes = new Writes(context);
        this.fenced = new Fenced(context);
        this.absentPuts = new AbsentPuts(context, fenced, writes);
        this.refresher = new Refresher(context);
        this.hot = WarmKeeper.of(context, refresher);
        this.limits = new TimeLimits(context);
    }

    @Override
    public @Nullable Object get(EntryKey key, @Nullable Type type, Callable<? extends @Nullable Object> loader)
            throws Exception {
        LocalHit near = context.near(key, type);
        if (near != null) {
            seen(key, type, near.meta(), loader);
            if (chosen(key)) {
                hot.read(key, type, near.meta(), Reload.of(loader));
            }
            return near.get();
        }
        long started = context.now();
        Lookup lookup;
        try {
            lookup = context.tiers().get(key, type).await();
        } catch (RuntimeException ex) {
            return goOn(key, type, started, miss -> miss.afterFailure(ex), loader);
        }
        if (lookup instanceof Lookup.Hit hit) {
            if (!hit.claimed(context.millis())) {
                seen(key, type, hit.entry().meta(), loader);
            }
            if (hot.chooses()) {
                hot.read(key, type, hit.entry().meta(), Reload.of(loader));
            }
            return hit(hit, started);
        }
        return goOn(key, type, started, miss -> miss.after(lookup), loader);
    }

    @Override
    public CompletableFuture<@Nullable Object> getAsync(
            EntryKey key, @Nullable Type type, Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        LocalHit near = context.near(key, type);
        if (near != null) {
            nearAsync(key, type, near.meta(), loader);
            return CompletableFuture.completedFuture(near.get());
        }
        long started = context.now();
        Executor executor = context.runtime().executor();
        Miss miss = new Miss(context, key, type, Miss.Caller.ASYNCHRONOUS, started);
        if (hot.chooses()) {
            miss.whenStored(meta -> hot.read(key, type, meta, reload(loader)));
        }
        AsyncCaller caller =
                new AsyncCaller(loader, executor, context.background().loads(), miss::crashed, miss::left);
        CompletableFuture<@Nullable Object> answer =
                limits.apply() ? limits.limited(caller.result(), miss) : caller.result();
        caller.run(() -> Step.remote(
                () -> context.tiers().get(key, type),
                lookup -> {
                    if (!(lookup instanceof Lookup.Hit hit)) {
                        return miss.after(lookup);
                    }
                    readAsync(key, type, hit, loader);
                    return new Step.Done(Outcome.of(hit(hit, started)));
                },
                miss::afterFailure));
        return answer;
    }

    private void nearAsync(
            EntryKey key,
            @Nullable Type type,
            EntryMeta meta,
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        seenAsync(key, type, meta, loader);
        if (chosen(key)) {
            hot.read(key, type, meta, reload(loader));
        }
    }

    private void readAsync(
            EntryKey key,
            @Nullable Type type,
            Lookup.Hit hit,
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        if (!hit.claimed(context.millis())) {
            seenAsync(key, type, hit.entry().meta(), loader);
        }
        if (hot.chooses()) {
            hot.read(key, type, hit.entry().meta(), reload(loader));
        }
    }

    /** Whether this hit in memory is one to be told of: {@link #near} has drawn for the keys that it can find there. */
    private boolean chosen(EntryKey key) {
        return hot != HotReads.IGNORED && (!(DirectKeys.of(key) instanceof EntryKey) || hot.chooses());
    }

    @Override
    public @Nullable LocalHit near(Object key, @Nullable Type type) {
        return hot.chooses() ? null : context.nearby(key, type);
    }

    @Override
    public void expect(Type type) {
        context.tiers().expect(type);
    }

    @Override
    public Pending<@Nullable Entry> peek(EntryKey key, @Nullable Type type) {
        return fenced.peek(key, type);
    }

    @Override
    public Pending<Boolean> warm(EntryKey key) {
        return context.tiers().warm(key);
    }

    @Override
    public Pending<FencedRead> readFenced(EntryKey key, @Nullable Type type) {
        return fenced.read(key, type);
    }

    @Override
    public Pending<Boolean> storeFenced(
            EntryKey key, @Nullable Type type, @Nullable Token token, @Nullable Object value, long startedNanos) {
        return fenced.store(key, type, token, value, startedNanos);
    }

    @Override
    public Pending<Boolean> abandon(EntryKey key, Token token) {
        return fenced.release(key, token);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key) {
        return writes.claim(key);
    }

    @Override
    public Pending<@Nullable Token> claim(EntryKey key, Duration atMost) {
        return writes.claim(key, atMost);
    }

    @Override
    public Pending<Boolean> putClaimed(
            EntryKey key, @Nullable Type type, @Nullable Token claim, @Nullable Object value) {
        return writes.putClaimed(key, type, claim, value);
    }

    @Override
    public Pending<Boolean> put(EntryKey key, @Nullable Type type, @Nullable Object value) {
        return writes.put(key, type, value);
    }

    @Override
    public @Nullable Present putIfAbsent(EntryKey key, @Nullable Object value) {
        return absentPuts.put(key, value);
    }

    @Override
    public Pending<Boolean> evict(EntryKey key) {
        return writes.evict(key);
    }

    @Override
    public Pending<Boolean> clear() {
        return writes.clear();
    }

    @Override
    public Pending<Boolean> clearSoftly(Duration spread) {
        return writes.clearSoftly(spread);
    }

    @Override
    public Pending<Boolean> evictTag(String tag) {
        return writes.evictTag(tag);
    }

    private @Nullable Object goOn(
            EntryKey key,
            @Nullable Type type,
            long started,
            Function<Miss, Step> first,
            Callable<? extends @Nullable Object> loader)
            throws Exception {
        Thread caller = Thread.currentThread();
        if (limits.apply(loader) && !context.held().by(caller, key)) {
            Miss miss = new Miss(context, key, type, Miss.Caller.ASYNCHRONOUS, started);
            remember(miss, loader);
            return limits.get(miss, () -> first.apply(miss), loader);
        }
        Miss miss = new Miss(context, key, type, new Miss.Caller(caller, loader instanceof Bound), started);
        remember(miss, loader);
        return new BlockingCaller(loader, miss::crashed)
                .run(() -> first.apply(miss))
                .get();
    }

    private void remember(Miss miss, Callable<? extends @Nullable Object> loader) {
        if (hot.chooses()) {
            miss.whenStored(meta -> hot.read(miss.key(), miss.type(), meta, Reload.of(loader)));
        }
    }

    /** An entry was read that may have to be refreshed; nothing is made of the loader where that is off. */
    private void seen(EntryKey key, @Nullable Type type, EntryMeta meta, Callable<? extends @Nullable Object> loader) {
        if (context.freshness().mayBeDue(meta)) {
            refresher.read(key, type, meta, Reload.of(loader));
        }
    }

    private void seenAsync(
            EntryKey key,
            @Nullable Type type,
            EntryMeta meta,
            Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        if (context.freshness().mayBeDue(meta)) {
            refresher.read(key, type, meta, reload(loader));
        }
    }

    private Reload reload(Supplier<? extends CompletionStage<? extends @Nullable Object>> loader) {
        return Reload.of(
                loader, context.runtime().executor(), context.background().loads());
    }

    private @Nullable Object hit(Lookup.Hit hit, long started) {
        context.reports().listener().hit(context.reports().since(started));
        return hit.entry().value();
    }
}
