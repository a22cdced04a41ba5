package io.github.cachestarter.cache;

import io.github.cachestarter.Pending;
import io.github.cachestarter.load.Loaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheOperation;

/**
 * One call of an annotated method (one subscription, if it returns a publisher), from the first look into a cache to the
 * last acknowledged write. Its caches are views that carry the tokens from read to write on whatever thread these happen;
 * at its end every token that was not used is given back.
 *
 * <p>A method that returns its value waits for each write where it happens. All others must not block where their result
 * arrives, so their writes are collected and the result is handed on when they are acknowledged.
 */
final class Invocation {

    private final CachedMethod method;
    private final Supplier<CacheErrorHandler> errors;
    private final PutReport puts;
    private final List<InvocationCache> caches = new ArrayList<>(1);
    private final List<Consumer<List<Pending<?>>>> claims = new ArrayList<>(0);
    private final Queue<CompletableFuture<?>> writes = new ConcurrentLinkedQueue<>();
    private @Nullable Predicate<@Nullable Object> refuses;
    private volatile @Nullable InvocationCache only;
    private @Nullable Tagging tagging;
    private volatile @Nullable Future<?> call;
    private volatile @Nullable Future<?> methodsFuture;

    Invocation(CachedMethod method, Supplier<CacheErrorHandler> errors, PutReport puts) {
        this.method = method;
        this.errors = errors;
        this.puts = puts;
    }

    CachedMethod method() {
        return method;
    }

    CacheErrorHandler errors() {
        return errors.get();
    }

    PutReport puts() {
        return puts;
    }

    /** The view of one of our caches; other people's caches are left as they are. */
    Cache view(CacheOperation operation, Cache cache) {
        if (!(cache instanceof TieredCache tiered)) {
            if (Tags.areKeyOf(operation)) {
                throw new IllegalStateException("@CacheTagEvict on " + method.name() + " names the cache '"
                        + cache.getName() + "', which is a " + cache.getClass().getName() + " and knows no tags");
            }
            return cache;
        }
        if (method.keepsNothing()) {
            return onlyView(operation, tiered);
        }
        InvocationCache view = new InvocationCache(this, operation, tiered);
        if (!method.singleLoad()) {
            caches.add(view);
        }
        return view;
    }

    /**
     * Of an invocation that stands for all calls of a method, which has one operation. Two threads may make one each, which
     * is no matter.
     */
    private Cache onlyView(CacheOperation operation, TieredCache cache) {
        InvocationCache view = only;
        if (view == null || view.cache() != cache) {
            view = new InvocationCache(this, operation, cache);
            only = view;
        }
        return view;
    }

    /** The other caches of a view's operation. */
    List<InvocationCache> othersOf(InvocationCache view) {
        return caches.stream()
                .filter(other -> other != view && other.operation().equals(view.operation()))
                .toList();
    }

    /** Sets what says of a loaded value that it is not to be kept; what that throws fails the load. */
    void refusing(Predicate<@Nullable Object> predicate) {
        refuses = predicate;
    }

    /** Sets what gives a value its tags. */
    void tagging(Tagging found) {
        tagging = found;
    }

    /** A value that is to be put, with its tags. */
    @Nullable
    Object tagged(@Nullable Object value) {
        return tagging == null ? value : tagging.tagged(value, true);
    }

    /** The loader of a single load, with what is to be said about its value. */
    Callable<? extends @Nullable Object> loading(Callable<? extends @Nullable Object> loader) {
        return refuses == null && tagging == null ? loader : () -> said(loader.call());
    }

    /** The same for a future of it. To cancel that cancels what the method gave as well: Spring's chain does not. */
    CompletableFuture<? extends @Nullable Object> loading(CompletableFuture<? extends @Nullable Object> source) {
        CompletableFuture<@Nullable Object> said = source.thenApply(this::said);
        return Futures.copy(said, () -> {
            source.cancel(true);
            cancel(methodsFuture);
        });
    }

    /** The future that the method gave. */
    void methodGave(Future<?> future) {
        methodsFuture = future;
    }

    /** The call's part in a load; given up when the call is cancelled. */
    <T> CompletableFuture<T> calling(CompletableFuture<T> part) {
        call = part;
        return part;
    }

    /** Adds a source of claims that are to be taken before the method runs. It adds what it sends, and may then fail. */
    void claimBeforeMethod(Consumer<List<Pending<?>>> source) {
        claims.add(source);
    }

    /** Takes the claims and awaits them. For methods that may be waited for. */
    void claim() {
        takeClaims(Pending::await);
    }

    /**
     * Takes the claims; done when they and all earlier evictions are acknowledged, on a thread on which the method, which
     * follows, may block.
     */
    CompletableFuture<?> claimAsync() {
        Executor executor = executor();
        takeClaims(claim -> await(claim, executor, failure -> {}));
        CompletableFuture<?> all = acknowledged();
        if (all.isDone() || caches.isEmpty()) {
            return all;
        }
        return all.thenRunAsync(() -> {}, caches.get(0).cache().methods());
    }

    /** Completes its result only when this is done. What fails goes to the consumer; what that throws fails the result. */
    void await(Pending<?> write, Executor executor, Consumer<RuntimeException> onFailure) {
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        writes.add(done);
        write.whenDone(executor, (ignored, failure) -> {
            try {
                if (failure instanceof RuntimeException known) {
                    onFailure.accept(known);
                }
                done.complete(null);
            } catch (RuntimeException ex) {
                done.completeExceptionally(ex);
            }
        });
    }

    /**
     * The end: gives back what was not used. Done when every write is acknowledged; done at once for a method that
     * returns its value.
     *
     * @param outcomeUnknown whether nobody knows how far the method came: what it claimed is evicted then
     */
    CompletableFuture<?> end(boolean outcomeUnknown) {
        for (InvocationCache cache : caches) {
            cache.end(outcomeUnknown);
        }
        return acknowledged();
    }

    /** The end of a call that gave no future or publisher. */
    void endNow() {
        var unused = end(false);
    }

    /** A future that is completed as the method's was, after the end. */
    CompletableFuture<?> ending(CompletableFuture<?> result) {
        if (method.singleLoad()) {
            return result.isDone() ? result : asDeclared(Futures.copy(result, () -> cancel(call)), result);
        }
        CompletableFuture<@Nullable Object> handedOn = new CompletableFuture<>();
        var unused = result.whenComplete((value, failure) -> handOn(value, failure, handedOn));
        return asDeclared(handedOn, result);
    }

    private CompletableFuture<?> asDeclared(CompletableFuture<?> handedOn, CompletableFuture<?> result) {
        return method.method().getReturnType().isInstance(handedOn) ? handedOn : result;
    }

    private @Nullable Object said(@Nullable Object value) {
        if (refuses == null || !refuses.test(value)) {
            return tagged(value);
        }
        return tagging == null ? Loaded.unkept(value) : tagging.tagged(value, false);
    }

    private static void cancel(@Nullable Future<?> future) {
        if (future != null) {
            future.cancel(true);
        }
    }

    private void handOn(
            @Nullable Object value, @Nullable Throwable failure, CompletableFuture<@Nullable Object> target) {
        var unused = end(false)
                .whenComplete((ignored, lost) ->
                        Futures.complete(target, value, failure != null ? failure : Futures.cause(lost)));
    }

    private CompletableFuture<?> acknowledged() {
        return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new));
    }

    /** One that cannot even be sent fails the call, but first all that were sent are consumed: else none could be given back. */
    private void takeClaims(Consumer<Pending<?>> consumer) {
        List<Pending<?>> sent = new ArrayList<>(claims.size());
        try {
            claims.forEach(source -> source.accept(sent));
        } finally {
            claims.clear();
            sent.forEach(consumer);
        }
    }

    private Executor executor() {
        return caches.isEmpty() ? Runnable::run : caches.get(0).cache().executor();
    }

    /** Finds the tags of a value. */
    @FunctionalInterface
    interface Tagging {

        /**
         * The value with its tags; with unknown ones if they could not be found. Never fails.
         *
         * @param keep whether it is to be kept; one that is not may be waited for all the same
         */
        Loaded tagged(@Nullable Object value, boolean keep);
    }
}
